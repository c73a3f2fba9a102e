package dev.understudy.bench;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.understudy.result.Measurement;
import org.jspecify.annotations.Nullable;

/**
 * Two ways of doing the same work, measured in turns.
 *
 * @param group the group of benchmarks it is in
 * @param name what is done
 * @param unit of both ways' numbers: "ms", "MB", "images/s", ...
 * @param first the one way, as a rule ours
 * @param second the other way
 * @param ratio the second way's median over the first's
 * @param wanted what the project wants of it; null where it wants nothing
 */
public record BenchRow(
        String group,
        String name,
        String unit,
        Measurement first,
        Measurement second,
        double ratio,
        @JsonSetter(nulls = Nulls.SET) @Nullable Target wanted) {

    /**
     * A row with its ratio.
     *
     * @param group the group of benchmarks it is in
     * @param name what is done
     * @param unit of both ways' numbers
     * @param first the one way; its median is above 0
     * @param second the other way
     * @param wanted what the project wants of it; null where it wants nothing
     * @return the row
     */
    public static BenchRow of(
            String group, String name, String unit, Measurement first, Measurement second, @Nullable Target wanted) {
        if (!(first.median() > 0)) {
            throw new IllegalArgumentException(
                    group + ", " + name + ": wanted a median above 0, got " + first.median() + " " + unit);
        }
        return new BenchRow(group, name, unit, first, second, second.median() / first.median(), wanted);
    }
}
