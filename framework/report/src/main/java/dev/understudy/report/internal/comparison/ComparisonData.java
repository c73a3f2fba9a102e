package dev.understudy.report.internal.comparison;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.understudy.report.CellStatistics;
import dev.understudy.report.Difference;
import dev.understudy.report.internal.notes.PeakMemoryColumn;
import dev.understudy.report.internal.notes.Verdict;
import dev.understudy.report.internal.run.RecipeCurves;
import dev.understudy.result.ClassificationMetrics;
import dev.understudy.result.Comparison;
import dev.understudy.result.EpochRow;
import dev.understudy.result.Profile;
import dev.understudy.result.Spread;
import dev.understudy.result.StudentResult;
import dev.understudy.result.TableCell;
import dev.understudy.result.TeacherResult;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the scripts of a comparison's page draw.
 *
 * @param teachers the teachers
 * @param classes the names of the classes
 * @param alone the number of the student alone; -1 where it is not there
 * @param softTargets likewise for Knowledge Distillation
 * @param cells the cells in order
 * @param gradientShares the objectives' shares, a stage each
 * @param matrices correlation matrices; null where there are none to compare
 */
public record ComparisonData(
        List<TeacherData> teachers,
        List<String> classes,
        int alone,
        int softTargets,
        List<CellData> cells,
        List<GradientShares.Stage> gradientShares,
        @Nullable MatricesData matrices) {

    /** A teacher. */
    record TeacherData(String network, double accuracy, double calibration, List<@Nullable Double> perClass) {}

    /** A cell; shown says whether its learning curve is visible at first. */
    record CellData(
            int index,
            String name,
            String row,
            String column,
            double mean,
            @Nullable Double standardDeviation,
            List<Long> seeds,
            List<Double> last,
            @Nullable DifferenceData difference,
            boolean shown,
            List<Point> curve,
            List<RecipeCurves.StageStart> stages,
            @Nullable CostData cost,
            int teacher,
            List<@Nullable Double> perClass,
            @Nullable Double agreement,
            double calibration) {}

    /** How much better than the student alone. */
    record DifferenceData(
            double mean, @Nullable Double low, @Nullable Double high, String verdict) {}

    /** Mean, lowest and highest seed at an epoch. */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    record Point(int epoch, double mean, double low, double high) {}

    /** What training costs. */
    record CostData(double seconds, double step, @Nullable Long bytes, long parameters) {}

    public static ComparisonData of(Cells cells, @Nullable MatricesData matrices) {
        Comparison comparison = cells.comparison();
        return new ComparisonData(
                comparison.teachers().stream().map(ComparisonData::teacher).toList(),
                comparison.classNames(),
                cells.alone().map(Cells.Entry::index).orElse(-1),
                cells.softTargets().map(Cells.Entry::index).orElse(-1),
                cells.all().stream().map(entry -> cell(cells, entry)).toList(),
                new GradientShares(cells).stages(),
                matrices);
    }

    private static TeacherData teacher(TeacherResult teacher) {
        ClassificationMetrics test = teacher.test();
        return new TeacherData(
                teacher.network(), rounded(test.accuracy()), rounded(test.calibrationError()), means(List.of(test)));
    }

    private static CellData cell(Cells cells, Cells.Entry entry) {
        TableCell cell = entry.cell();
        CellStatistics standing = entry.standing();
        Spread last = standing.last();
        RecipeCurves curves = curves(cell);
        return new CellData(
                entry.index(),
                entry.name(),
                cell.row(),
                cell.column(),
                rounded(last.mean()),
                last.count() == 1 ? null : rounded(last.standardDeviation()),
                cell.students().stream().map(StudentResult::seed).toList(),
                cell.students().stream().map(student -> rounded(student.last())).toList(),
                standing.toAlone().map(ComparisonData::difference).orElse(null),
                cells.first().contains(entry),
                points(curves.runs().values()),
                curves.stageStarts(),
                cost(cells, cell),
                cells.teacher(entry),
                means(cell.students().stream().map(StudentResult::test).toList()),
                standing.agreement().map(spread -> rounded(spread.mean())).orElse(null),
                rounded(standing.calibrationError().mean()));
    }

    static RecipeCurves curves(TableCell cell) {
        SortedMap<Long, List<EpochRow>> runs = new TreeMap<>();
        cell.students().forEach(student -> runs.put(student.seed(), student.history()));
        return new RecipeCurves(cell.recipe(), runs);
    }

    private static DifferenceData difference(Difference difference) {
        return new DifferenceData(
                rounded(difference.mean()),
                maybe(difference.low()),
                maybe(difference.high()),
                Verdict.of(difference).name().toLowerCase(Locale.ROOT));
    }

    private static @Nullable Double maybe(@Nullable Double value) {
        return value == null ? null : rounded(value);
    }

    private static List<Point> points(Collection<List<EpochRow>> runs) {
        SortedMap<Integer, List<Double>> byEpoch = new TreeMap<>();
        runs.forEach(rows -> RecipeCurves.curve(rows, EpochRow::testAccuracy)
                .forEach((epoch, value) ->
                        byEpoch.computeIfAbsent(epoch, e -> new ArrayList<>()).add(value)));
        List<Point> points = new ArrayList<>();
        byEpoch.forEach((epoch, seeds) -> {
            if (seeds.size() == runs.size()) {
                double low = seeds.stream().mapToDouble(v -> v).min().orElseThrow();
                double high = seeds.stream().mapToDouble(v -> v).max().orElseThrow();
                points.add(new Point(epoch, rounded(Spread.of(seeds).mean()), rounded(low), rounded(high)));
            }
        });
        return points;
    }

    private static @Nullable CostData cost(Cells cells, TableCell cell) {
        Profile profile = cell.profile();
        if (profile == null) {
            return null;
        }
        Long bytes = PeakMemoryColumn.of(cells.comparison()).bytes(profile);
        return new CostData(
                rounded(profile.seconds()),
                rounded(profile.stepMilliseconds()),
                bytes,
                cell.students().get(0).parameters() + profile.extraParameters());
    }

    /** Class by class; null for a class that was shown no image. */
    private static List<@Nullable Double> means(List<ClassificationMetrics> tests) {
        List<@Nullable Double> means = new ArrayList<>();
        for (int label = 0; label < tests.get(0).perClass().size(); label++) {
            List<Double> shown = new ArrayList<>();
            for (ClassificationMetrics test : tests) {
                Double accuracy = test.perClass().get(label);
                if (accuracy != null) {
                    shown.add(accuracy);
                }
            }
            means.add(shown.isEmpty() ? null : rounded(Spread.of(shown).mean()));
        }
        return means;
    }

    /** Two decimals: more than the eye can tell on a chart. */
    private static double rounded(double value) {
        return Math.round(100 * value) / 100.0;
    }
}
