package dev.understudy.cli;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ctrl-C: the step at hand is finished, what is done is kept, and nothing is left half-written. */
final class Interruption {

    private static final int PATIENCE_SECONDS = 20;

    private static volatile boolean asked;

    private final CountDownLatch finished = new CountDownLatch(1);

    private Interruption() {}

    static Interruption install() {
        Interruption interruption = new Interruption();
        Runtime.getRuntime().addShutdownHook(new Thread(interruption::waitForEnd, "understudy-stop"));
        return interruption;
    }

    /** To be called between steps. */
    static void check() {
        if (asked) {
            throw new CancellationException("Stopped");
        }
    }

    void finished() {
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
