package dev.understudy.report;

import dev.understudy.report.internal.notes.TeacherFree;
import dev.understudy.report.internal.notes.Verdict;
import dev.understudy.result.Comparison;
import dev.understudy.result.Spread;
import dev.understudy.result.StudentResult;
import dev.understudy.result.TableCell;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How a cell of a comparison stands: its numbers over its seeds, and its differences to the two references.
 *
 * @param comparison the whole
 * @param cell one of its cells
 */
public record CellStatistics(Comparison comparison, TableCell cell) {

    /**
     * Every cell of a comparison.
     *
     * @param comparison the whole
     * @return its cells in their order
     */
    public static List<CellStatistics> all(Comparison comparison) {
        return comparison.cells().stream()
                .map(cell -> new CellStatistics(comparison, cell))
                .toList();
    }

    /**
     * After the last epoch: the numbers to quote.
     *
     * @return percent on the test split
     */
    public Spread last() {
        return spread(StudentResult::last).orElseThrow();
    }

    /**
     * At the epoch that is best on the validation split.
     *
     * @return percent on the test split; empty where a student has no validation accuracy
     */
    public Optional<Spread> chosen() {
        return spread(StudentResult::chosen);
    }

    /**
     * At the epoch that is best on the test split itself: optimistic.
     *
     * @return percent on the test split
     */
    public Spread best() {
        return spread(StudentResult::best).orElseThrow();
    }

    /**
     * After the last epoch, on the validation split.
     *
     * @return percent; empty where a student has no validation accuracy
     */
    public Optional<Spread> validation() {
        return spread(StudentResult::validation);
    }

    /**
     * On how many images of the test split the students give the teacher's answer.
     *
     * @return percent; empty where a student has no teacher to compare with
     */
    public Optional<Spread> agreement() {
        return spread(student -> student.test().agreement());
    }

    /**
     * The expected calibration error on the test split.
     *
     * @return percent
     */
    public Spread calibrationError() {
        return spread(student -> student.test().calibrationError()).orElseThrow();
    }

    /**
     * The mean negative log-likelihood of the true classes on the test split.
     *
     * @return nats; empty where an earlier version measured a student
     */
    public Optional<Spread> negativeLogLikelihood() {
        return spread(student -> student.test().negativeLogLikelihood());
    }

    /**
     * How much better than the student alone, after the last epoch.
     *
     * @return empty for the student alone itself, where the comparison has none, and where no seed is in both
     */
    public Optional<Difference> toAlone() {
        return to(comparison.alone());
    }

    /**
     * How much better than Knowledge Distillation, after the last epoch.
     *
     * @return empty for Knowledge Distillation itself, where the comparison has none, and where no seed is in both
     */
    public Optional<Difference> toSoftTargets() {
        return to(comparison.softTargets());
    }

    /**
     * Whether it is better than the student alone, as far as these seeds can tell.
     *
     * @return true where the whole interval of the difference lies above 0; the number is bold there and nowhere else
     */
    public boolean bold() {
        return Verdict.isBold(toAlone());
    }

    /**
     * How much better than the best student that had no teacher, beside the student alone itself: as a rule the student
     * alone, trained for longer.
     *
     * @return percentage points after the last epoch; empty where it had no teacher itself, where there is no such
     *     student, and where no seed is in both
     */
    public Optional<Difference> toUntaught() {
        return cell.taught()
                ? TeacherFree.best(comparison).flatMap(other -> Difference.between(cell, other))
                : Optional.empty();
    }

    /**
     * Whether a student without a teacher does as well by mean, so that the teacher has not been shown to help.
     *
     * @return true where it had a teacher and is not better than the best of those that had none, the student alone
     *     itself left out
     */
    public boolean outdone() {
        return cell.taught()
                && toUntaught().map(difference -> difference.mean() <= 0).orElseGet(() -> TeacherFree.best(comparison)
                        .filter(other -> other.mean() >= cell.mean())
                        .isPresent());
    }

    /**
     * Whether it is better than Knowledge Distillation, as far as these seeds can tell.
     *
     * @return true where the whole interval of the difference lies above 0
     */
    public boolean betterThanSoftTargets() {
        return toSoftTargets().filter(Difference::holds).isPresent();
    }

    private Optional<Difference> to(@Nullable String reference) {
        return cell.recipe().equals(reference)
                ? Optional.empty()
                : comparison.cell(reference).flatMap(other -> Difference.between(cell, other));
    }

    /** A mean over some of the seeds is not the cell's: all students have the number, or there is none. */
    private Optional<Spread> spread(Function<StudentResult, @Nullable Double> number) {
        List<Double> values =
                cell.students().stream().map(number).filter(Objects::nonNull).toList();
        return values.size() == cell.students().size() ? Optional.of(Spread.of(values)) : Optional.empty();
    }
}
