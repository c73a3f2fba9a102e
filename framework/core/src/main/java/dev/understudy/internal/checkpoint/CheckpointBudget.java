package dev.understudy.internal.checkpoint;

/** What all checkpoints of a pass together may take: one part of its time in a hundred. */
public final class CheckpointBudget {

    private static final long SHARE = 100;

    private final long begin = System.nanoTime();
    private long spent;

    /** Whether there is time for one more. */
    boolean allows() {
        return SHARE * spent <= System.nanoTime() - begin;
    }

    void spend(long nanos) {
        spent += nanos;
    }
}
