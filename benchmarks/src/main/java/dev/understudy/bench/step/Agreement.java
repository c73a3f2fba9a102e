package dev.understudy.bench.step;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Correct before fast: two ways that are to give the same numbers are held to it before they are timed. */
public final class Agreement {

    /** The part of a change by which two ways may differ: float32, summed in another order. */
    private static final double STEP = 0.02;

    private Agreement() {}

    /** Lets both ways make one step from the same numbers on the same batch, and compares what it changed. */
    public static void ofFirstStep(String what, OurSteps ours, Step other, int batch) throws IOException {
        List<float[]> before = other.weights();
        other.run();
        ofSteps(what, before, ours.afterOneStep(batch), other.weights());
    }

    /**
     * Compares what one step changed, array by array.
     *
     * @param what names the row
     * @param before the numbers before the step
     * @param ours after our step
     * @param other after the other way's
     * @throws IllegalStateException where they differ
     */
    public static void ofSteps(String what, List<float[]> before, List<float[]> ours, List<float[]> other) {
        same(what, "arrays", before.size(), ours.size(), other.size());
        for (int i = 0; i < before.size(); i++) {
            float[] start = before.get(i);
            same(what, "numbers in array " + i, start.length, ours.get(i).length, other.get(i).length);
            float[] change = new float[start.length];
            float[] otherChange = new float[start.length];
            for (int j = 0; j < start.length; j++) {
                change[j] = ours.get(i)[j] - start[j];
                otherChange[j] = other.get(i)[j] - start[j];
            }
            of(what + ": array " + i + " after one step", change, otherChange, STEP);
        }
    }

    /**
     * Compares numbers by their Euclidean distance, relative to the other way's length.
     *
     * @param what names the row
     * @param ours our numbers
     * @param other the other way's
     * @param tolerance the largest relative distance
     * @throws IllegalStateException where it is larger
     */
    public static void of(String what, float[] ours, float[] other, double tolerance) {
        same(what, "numbers", other.length, ours.length, other.length);
        double distance = 0;
        double length = 0;
        for (int i = 0; i < ours.length; i++) {
            double difference = (double) ours[i] - other[i];
            distance += difference * difference;
            length += (double) other[i] * other[i];
        }
        if (!(Math.sqrt(distance) <= tolerance * Math.sqrt(length))) {
            throw new IllegalStateException(String.format(
                    Locale.ROOT,
                    "%s: the two ways should give the same numbers, they differ by %.3g of their length %.3g",
                    what,
                    Math.sqrt(distance / length),
                    Math.sqrt(length)));
        }
    }

    private static void same(String what, String of, int wanted, int ours, int other) {
        if (ours != wanted || other != wanted) {
            throw new IllegalStateException(
                    what + ": wanted " + wanted + " " + of + ", ours has " + ours + ", the other way " + other);
        }
    }
}
