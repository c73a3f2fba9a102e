package dev.understudy.cli.run;

import dev.understudy.result.Measurement;
import java.io.IOException;
import java.util.List;

/** Milliseconds. */
public final class Timer {

    private static final double NANOS = 1e6;

    private Timer() {}

    /** Some work. */
    @FunctionalInterface
    public interface Work {

        /**
         * Does it once.
         *
         * @throws IOException when it fails
         */
        void run() throws IOException;
    }

    /** How long the work takes once. */
    public static double once(Work work) throws IOException {
        long begin = System.nanoTime();
        work.run();
        return since(begin);
    }

    /** How long the work takes once, as the mean of as many as fill a time. */
    public static double perCall(double fill, Work work) throws IOException {
        long begin = System.nanoTime();
        int calls = 0;
        do {
            work.run();
            calls++;
        } while (since(begin) < fill);
        return since(begin) / calls;
    }

    /** The time since a reading of {@link System#nanoTime}. */
    public static double since(long begin) {
        return (System.nanoTime() - begin) / NANOS;
    }

    /** The middle of some times. */
    public static double median(List<Double> times) {
        return Measurement.of("times", times).median();
    }
}
