package dev.understudy.report.internal.run;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.understudy.report.internal.html.Figures;
import dev.understudy.result.EpochRow;
import dev.understudy.result.StudentSummary;
import dev.understudy.result.TeacherSummary;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What the page's script draws.
 *
 * @param teacher the teacher's accuracy, where there is a teacher
 * @param accuracy the accuracy of each recipe over its epochs
 * @param losses the losses of each recipe over its epochs
 */
public record ChartData(@Nullable Double teacher, List<AccuracyLines> accuracy, List<LossLines> losses) {
    /** One recipe's line over all seeds, and one line per seed where there are several. */
    record AccuracyLines(
            String recipe,
            boolean alone,
            List<Point> mean,
            List<List<Point>> seeds,
            List<RecipeCurves.StageStart> stages) {}

    /** One recipe's sum and its terms, each a mean over the seeds. */
    record LossLines(List<Line> lines, List<RecipeCurves.StageStart> stages) {}

    /** A named line. */
    record Line(String name, boolean total, List<Point> points) {}

    /** A value at an epoch. */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    record Point(int epoch, BigDecimal value) {}

    private static final MathContext DIGITS = new MathContext(6);

    public static ChartData of(@Nullable TeacherSummary teacher, List<RecipeCurves> curves) {
        return new ChartData(
                teacher == null ? null : teacher.accuracy(),
                curves.stream().map(ChartData::accuracyOf).toList(),
                curves.stream().map(ChartData::lossesOf).toList());
    }

    private static AccuracyLines accuracyOf(RecipeCurves curves) {
        List<List<Point>> seeds = curves.runs().values().stream()
                .map(rows -> points(RecipeCurves.curve(rows, EpochRow::testAccuracy)))
                .toList();
        return new AccuracyLines(
                curves.recipe(),
                curves.recipe().equals(StudentSummary.ALONE),
                points(curves.mean(EpochRow::testAccuracy)),
                seeds.size() == 1 ? List.of() : seeds,
                curves.stageStarts());
    }

    private static LossLines lossesOf(RecipeCurves curves) {
        List<Line> lines = new ArrayList<>();
        lines.add(new Line(Figures.TOTAL, true, points(curves.mean(EpochRow::trainLoss))));
        curves.terms()
                .forEach(term -> lines.add(new Line(
                        term, false, points(curves.mean(row -> row.terms().get(term))))));
        return new LossLines(lines, curves.stageStarts());
    }

    /** The points that can be drawn: a loss that is not a number leaves a gap at the end of its line. */
    private static List<Point> points(SortedMap<Integer, Double> curve) {
        return curve.entrySet().stream()
                .filter(entry -> Double.isFinite(entry.getValue()))
                .map(entry -> new Point(
                        entry.getKey(), BigDecimal.valueOf(entry.getValue()).round(DIGITS)))
                .toList();
    }
}
