package dev.understudy.report;

import java.util.Collection;

/**
 * How a number scatters over seeds.
 *
 * @param count how many seeds
 * @param mean their mean
 * @param deviation their standard deviation, with n - 1; 0 for a single seed
 */
record Spread(int count, double mean, double deviation) {
    static Spread of(Collection<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("wanted at least one value, got none");
        }
        int count = values.size();
        double mean = values.stream().mapToDouble(v -> v).sum() / count;
        double squares =
                values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
        return new Spread(count, mean, count == 1 ? 0 : Math.sqrt(squares / (count - 1)));
    }
}
