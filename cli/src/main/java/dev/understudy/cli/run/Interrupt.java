package dev.understudy.cli.run;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ctrl-C: the step at hand is finished, what is done is kept, and nothing is left half-written. */
public final class Interrupt {

    private static final int PATIENCE_SECONDS = 20;

    private static volatile boolean asked;

    private final CountDownLatch finished = new CountDownLatch(1);

    private Interrupt() {}

    public static Interrupt install() {
        Interrupt interruption = new Interrupt();
        Runtime.getRuntime().addShutdownHook(new Thread(interruption::waitForEnd, "understudy-stop"));
        return interruption;
    }

    /** To be called between steps. */
    public static void check() {
        if (asked) {
            throw new CancellationException("Stopped");
        }
    }

    public void finished() {
        finished.countDown();
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
