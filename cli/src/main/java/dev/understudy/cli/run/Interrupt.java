package dev.understudy.cli.run;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Ctrl-C: the step at hand is finished, what is done is kept, and nothing is left half-written. */
public final class Interrupt {

    /** The exit status after Ctrl-C. */
    public static final int STOPPED = 130;

    private static final int PATIENCE_SECONDS = 20;

    private static volatile boolean asked;

    private static volatile BooleanSupplier other = () -> false;

    private final CountDownLatch finished = new CountDownLatch(1);

    private Interrupt() {}

    public static Interrupt install() {
        Interrupt interruption = new Interrupt();
        Runtime.getRuntime().addShutdownHook(new Thread(interruption::waitForEnd, "understudy-stop"));
        return interruption;
    }

    /** Stops as by Ctrl-C when the standard input ends, which another process holds open as long as it lives. */
    public static void whenInputEnds() {
        Thread watch = new Thread(
                () -> {
                    try {
                        System.in.transferTo(OutputStream.nullOutputStream());
                    } catch (IOException e) {
                        // Nothing to read from any more: the same.
                    }
                    Runtime.getRuntime().exit(STOPPED);
                },
                "understudy-parent");
        watch.setDaemon(true);
        watch.start();
    }

    /** Does something that somebody else may stop as well. */
    public static <T> T by(BooleanSupplier stopped, Callable<T> work) throws Exception {
        other = stopped;
        try {
            return work.call();
        } finally {
            other = () -> false;
        }
    }

    /** Whether it is to stop. */
    public static boolean isAsked() {
        return asked || other.getAsBoolean();
    }

    /** To be called between steps. */
    public static void check() {
        if (isAsked()) {
            throw new CancellationException("Stopped");
        }
    }

    public void finished() {
        finished.countDown();
    }

    /**
     * Ends the JVM when all is finished, unless something ends it already: the status is then that one's, a signal's for instance. Java 17 would
     * take whichever of the two comes first.
     *
     * @param status the exit status
     */
    public void exit(int status) {
        if (!asked) {
            System.exit(status);
        }
    }

    private void waitForEnd() {
        asked = true;
        try {
            boolean ended = finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (!ended) {
                System.err.println("Gave up waiting for the step at hand");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
