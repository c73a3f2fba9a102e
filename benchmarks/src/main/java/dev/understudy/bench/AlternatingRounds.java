package dev.understudy.bench;

import java.io.IOException;

/** One round of two ways. */
@FunctionalInterface
public interface AlternatingRounds {

    /**
     * Measures both, the first one first.
     *
     * @return what each came to
     * @throws IOException when one of them fails
     */
    Pair take() throws IOException;

    /**
     * What a round came to.
     *
     * @param first of the first way
     * @param second of the second way
     */
    record Pair(double first, double second) {}

    /** One way by itself. */
    @FunctionalInterface
    interface Way {

        /**
         * Does the work once and says what it came to.
         *
         * @return a number in the row's unit
         * @throws IOException when it fails
         */
        double measure() throws IOException;
    }

    /**
     * First one way, then the other.
     *
     * @param first the one way
     * @param second the other way
     * @return a round of both
     */
    static AlternatingRounds of(Way first, Way second) {
        return () -> new Pair(first.measure(), second.measure());
    }
}
