package dev.understudy.result;

import dev.understudy.internal.text.Checks;
import java.util.List;

/**
 * What one way of doing some work came to over the rounds of a benchmark.
 *
 * @param way what the way is called
 * @param median the middle of the rounds; the mean of the two in the middle where their number is even
 * @param lowest the lowest round
 * @param highest the highest round
 * @param rounds every round, in the order measured
 */
public record Measurement(String way, double median, double lowest, double highest, List<Double> rounds) {

    /** Copies the rounds and refuses what cannot have been measured. */
    public Measurement {
        rounds = List.copyOf(rounds);
        rounds.forEach(round -> Checks.notNegative(way, round));
    }

    /**
     * Sums up rounds.
     *
     * @param way what the way is called
     * @param rounds what each came to, at least one, 0 or more each
     * @return the rounds with their median and spread
     */
    public static Measurement of(String way, List<Double> rounds) {
        if (rounds.isEmpty()) {
            throw new IllegalArgumentException(way + ": wanted at least one round, got none");
        }
        double[] sorted =
                rounds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Measurement(way, median, sorted[0], sorted[sorted.length - 1], rounds);
    }
}
