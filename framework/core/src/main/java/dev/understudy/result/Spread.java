package dev.understudy.result;

import java.util.Collection;
import java.util.Locale;

/**
 * How a number scatters over seeds.
 *
 * @param count how many seeds
 * @param mean their mean
 * @param standardDeviation their standard deviation, with n - 1; 0 for a single seed
 */
public record Spread(int count, double mean, double standardDeviation) {

    /**
     * The spread of some values.
     *
     * @param values at least one
     * @return their number, mean and standard deviation
     * @throws IllegalArgumentException if there is no value
     */
    public static Spread of(Collection<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("wanted at least one value, got none");
        }
        int count = values.size();
        double mean = values.stream().mapToDouble(v -> v).sum() / count;
        double squares =
                values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
        return new Spread(count, mean, count == 1 ? 0 : Math.sqrt(squares / (count - 1)));
    }

    /**
     * As people read it.
     *
     * @return such as {@code 77.60 ± 0.31}; the mean alone for a single seed
     */
    public String text() {
        return count == 1 ? decimal(mean) : decimal(mean) + " ± " + decimal(standardDeviation);
    }

    private static String decimal(double value) {
        return String.format(Locale.US, "%.2f", value);
    }
}
