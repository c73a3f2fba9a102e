package dev.understudy.report.internal.run;

import dev.understudy.report.Difference;
import dev.understudy.result.Spread;
import dev.understudy.result.StudentSummary;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The students of a run by recipe, compared with the student alone. */
public final class RunResults {
    private final Map<String, List<StudentSummary>> byRecipe;
    private final Map<Long, StudentSummary> alone;

    public RunResults(List<StudentSummary> students) {
        byRecipe = students.stream()
                .collect(Collectors.groupingBy(StudentSummary::recipe, LinkedHashMap::new, Collectors.toList()));
        alone = byRecipe.getOrDefault(StudentSummary.ALONE, List.of()).stream()
                .collect(Collectors.toMap(StudentSummary::seed, student -> student, (first, again) -> again));
    }

    Map<String, List<StudentSummary>> byRecipe() {
        return byRecipe;
    }

    public List<List<StudentSummary>> taught() {
        return byRecipe.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(StudentSummary.ALONE))
                .map(Map.Entry::getValue)
                .toList();
    }

    public List<StudentSummary> alone() {
        return byRecipe.getOrDefault(StudentSummary.ALONE, List.of());
    }

    /** How many seeds the recipe with the most of them has. */
    public int seeds() {
        return byRecipe.values().stream().mapToInt(List::size).max().orElse(0);
    }

    /** The last accuracy minus that of the student alone with the same seed, where there is one. */
    @Nullable
    public Double gain(StudentSummary student) {
        StudentSummary baseline = alone.get(student.seed());
        return baseline == null || student.recipe().equals(StudentSummary.ALONE)
                ? null
                : student.accuracy().last() - baseline.accuracy().last();
    }

    public Optional<Difference> toAlone(List<StudentSummary> students) {
        List<Double> gains =
                students.stream().map(this::gain).filter(Objects::nonNull).toList();
        return gains.isEmpty() ? Optional.empty() : Optional.of(Difference.of(gains));
    }

    static Spread spread(List<StudentSummary> students, ToDoubleFunction<StudentSummary> number) {
        return Spread.of(students.stream().map(number::applyAsDouble).toList());
    }
}
