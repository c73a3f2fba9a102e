package dev.understudy.bench;

import dev.understudy.report.Measured;
import java.io.IOException;
import java.util.List;

/** Milliseconds. */
final class Timer {

    private static final double NANOS = 1e6;

    private Timer() {}

    /** Some work. */
    @FunctionalInterface
    interface Work {

        /**
         * Does it once.
         *
         * @throws IOException when it fails
         */
        void run() throws IOException;
    }

    /** How long the work takes once. */
    static double once(Work work) throws IOException {
        long begin = System.nanoTime();
        work.run();
        return since(begin);
    }

    /** How long the work takes once, as the mean of as many as fill a time. */
    static double perCall(double fill, Work work) throws IOException {
        long begin = System.nanoTime();
        int calls = 0;
        do {
            work.run();
            calls++;
        } while (since(begin) < fill);
        return since(begin) / calls;
    }

    /** The time since a reading of {@link System#nanoTime}. */
    static double since(long begin) {
        return (System.nanoTime() - begin) / NANOS;
    }

    /** The middle of some times. */
    static double median(List<Double> times) {
        return Measured.of("times", times).median();
    }
}
