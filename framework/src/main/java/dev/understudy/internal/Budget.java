package dev.understudy.internal;

/** What all checkpoints of a pass together may take: one part of its time in a hundred. */
final class Budget {

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
