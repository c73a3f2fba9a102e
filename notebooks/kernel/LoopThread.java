package org.rapaio.jupyter.kernel.channels;

import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Runs a channel's work again and again until it is shut down. It stands on the class path before the kernel's class of
 * this name and takes its place. That one is told to run only after its thread has started: a thread that looks before
 * ends at once, and Jupyter waits for a kernel that never answers. It also ends with the first request that fails, as
 * one does that comes before the kernel is ready; Jupyter asks again.
 */
public final class LoopThread extends Thread {

    private static final Logger LOGGER = Logger.getLogger(LoopThread.class.getName());

    private final long pause;
    private final Runnable work;
    private volatile boolean stopped;

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
    public void run() {
        try {
            while (!stopped) {
                once();
                Thread.sleep(pause);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
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
