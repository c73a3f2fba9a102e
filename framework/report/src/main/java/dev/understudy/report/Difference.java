package dev.understudy.report;

import dev.understudy.result.Spread;
import dev.understudy.result.StudentResult;
import dev.understudy.result.TableCell;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.apache.commons.statistics.distribution.TDistribution;
import org.jspecify.annotations.Nullable;

/**
 * How much better one recipe is than another, paired by seed: the mean of the differences with its confidence interval
 * by Student's t distribution.
 *
 * @param pairs how many seeds both have
 * @param mean the mean difference
 * @param standardDeviation the standard deviation of the differences, with n - 1; null for a single pair
 * @param low the lower end of the 95 % confidence interval of the mean; null for a single pair
 * @param high its upper end; null for a single pair
 */
public record Difference(
        int pairs,
        double mean,
        @Nullable Double standardDeviation,
        @Nullable Double low,
        @Nullable Double high) {

    /** How sure the interval is. */
    public static final double CONFIDENCE = 0.95;

    /**
     * The difference between two cells after the last epoch.
     *
     * @param cell the one
     * @param reference the other
     * @return one minus other; empty where no seed is in both
     */
    public static Optional<Difference> between(TableCell cell, TableCell reference) {
        return between(cell, reference, StudentResult::last);
    }

    /**
     * The difference between two cells in some number.
     *
     * @param cell the one
     * @param reference the other
     * @param number of a student
     * @return one minus other; empty where no seed is in both
     */
    public static Optional<Difference> between(
            TableCell cell, TableCell reference, ToDoubleFunction<StudentResult> number) {
        Map<Long, Double> others = new HashMap<>();
        reference.students().forEach(student -> others.put(student.seed(), number.applyAsDouble(student)));
        List<Double> differences = new ArrayList<>();
        for (StudentResult student : cell.students()) {
            Double other = others.get(student.seed());
            if (other != null) {
                differences.add(number.applyAsDouble(student) - other);
            }
        }
        return differences.isEmpty() ? Optional.empty() : Optional.of(of(differences));
    }

    /**
     * The mean of paired differences.
     *
     * @param differences at least one
     * @return with an interval where there are two or more
     */
    public static Difference of(List<Double> differences) {
        Spread spread = Spread.of(differences);
        int pairs = spread.count();
        if (pairs == 1) {
            return new Difference(1, spread.mean(), null, null, null);
        }
        double quantile = TDistribution.of(pairs - 1).inverseCumulativeProbability((1 + CONFIDENCE) / 2);
        double half = quantile * spread.standardDeviation() / Math.sqrt(pairs);
        return new Difference(
                pairs, spread.mean(), spread.standardDeviation(), spread.mean() - half, spread.mean() + half);
    }

    /**
     * Whether the first is better, as far as these seeds can tell.
     *
     * @return true where the whole interval lies above 0
     */
    public boolean holds() {
        return low != null && low > 0;
    }
}
