package dev.understudy.report.internal.run;

import dev.understudy.report.History;
import dev.understudy.result.EpochRow;
import dev.understudy.result.Spread;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How the students of one recipe went through their epochs.
 *
 * @param recipe the recipe's name
 * @param runs the epochs of each seed
 */
public record RecipeCurves(String recipe, Map<Long, List<EpochRow>> runs) {
    /** The first epoch of a stage other than the first. */
    public record StageStart(int epoch, String name) {}

    public static List<RecipeCurves> of(History history) {
        return history.rows().stream()
                .filter(row -> row.role().equals(EpochRow.STUDENT))
                .collect(Collectors.groupingBy(
                        EpochRow::recipe,
                        LinkedHashMap::new,
                        Collectors.groupingBy(EpochRow::seed, LinkedHashMap::new, Collectors.toList())))
                .entrySet()
                .stream()
                .map(entry -> new RecipeCurves(entry.getKey(), entry.getValue()))
                .toList();
    }

    public Set<String> terms() {
        return runs.values().stream()
                .flatMap(List::stream)
                .flatMap(row -> row.terms().keySet().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** A number by epoch for one seed, without the epochs that lack it. */
    public static SortedMap<Integer, Double> curve(List<EpochRow> rows, Function<EpochRow, @Nullable Double> number) {
        SortedMap<Integer, Double> curve = new TreeMap<>();
        for (EpochRow row : rows) {
            Double value = number.apply(row);
            if (value != null) {
                curve.put(row.epoch(), value);
            }
        }
        return curve;
    }

    /** The mean over the seeds, at the epochs that all of them have. */
    public SortedMap<Integer, Double> mean(Function<EpochRow, @Nullable Double> number) {
        SortedMap<Integer, List<Double>> values = new TreeMap<>();
        runs.values().forEach(rows -> curve(rows, number)
                .forEach((epoch, value) ->
                        values.computeIfAbsent(epoch, e -> new ArrayList<>()).add(value)));
        SortedMap<Integer, Double> mean = new TreeMap<>();
        values.forEach((epoch, seeds) -> {
            if (seeds.size() == runs.size()) {
                mean.put(epoch, Spread.of(seeds).mean());
            }
        });
        return mean;
    }

    public List<StageStart> stageStarts() {
        List<EpochRow> rows = runs.values().iterator().next();
        List<StageStart> starts = new ArrayList<>();
        for (int i = 1; i < rows.size(); i++) {
            if (rows.get(i).stage() != rows.get(i - 1).stage()) {
                starts.add(new StageStart(rows.get(i).epoch(), rows.get(i).stageName()));
            }
        }
        return starts;
    }
}
