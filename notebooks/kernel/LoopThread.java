package org.rapaio.jupyter.kernel.channels;

import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Runs a channel's work again and again until it is shut down. It stands on the class path before the kernel's class of
 * this name and takes its place. That one is told to run only after its thread has started: a thread that looks before
 * ends at once, and Jupyter waits for a kernel that never answers. It also takes requests before there is anyone to
 * answer them, and ends with the first that fails.
 */
public final class LoopThread extends Thread {

    private static final Logger LOGGER = Logger.getLogger(LoopThread.class.getName());

    private static final int MOST_WAITING_MILLISECONDS = 5_000;

    private final long pause;
    private final Runnable work;
    private volatile boolean stopped;
    private Thread starter;

    /**
     * A thread that is yet to be started.
     *
     * @param name the thread's
     * @param pause how long it sleeps after each piece of work, in milliseconds
     * @param work what it does each time
     */
    public LoopThread(String name, long pause, Runnable work) {
        super(name);
        this.pause = pause;
        this.work = work;
    }

    @Override
    public synchronized void start() {
        starter = Thread.currentThread();
        super.start();
    }

    @Override
    public void run() {
        try {
            awaitReadiness();
            while (!stopped) {
                once();
                Thread.sleep(pause);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The kernel is ready when the thread that starts everything has nothing left to do but to wait. */
    private void awaitReadiness() throws InterruptedException {
        for (int i = 0; i < MOST_WAITING_MILLISECONDS && !stopped; i++) {
            if (starter.getState() == State.WAITING || !starter.isAlive()) {
                return;
            }
            Thread.sleep(1);
        }
    }

    private void once() {
        try {
            work.run();
        } catch (RuntimeException e) {
            if (!stopped) {
                LOGGER.log(Level.WARNING, "The kernel could not answer a request: {0}", e.toString());
            }
        }
    }

    /** Lets the thread end after the work at hand. */
    public void shutdown() {
        stopped = true;
    }
}
