package dev.understudy.report.internal.notes;

import dev.understudy.report.CellStatistics;
import dev.understudy.result.Comparison;
import dev.understudy.result.TableCell;
import java.util.Comparator;
import java.util.Optional;

/**
 * Students that had no teacher, beside the student alone itself: as a rule the student alone trained for longer. A recipe
 * that does not reach the best of them has not shown that its teacher helps.
 */
public final class TeacherFree {
    /** What marks such a recipe. */
    public static final String MARK = "†";

    private TeacherFree() {}

    /** The best of them by mean accuracy after the last epoch. */
    public static Optional<TableCell> best(Comparison comparison) {
        return comparison.cells().stream()
                .filter(cell -> !cell.taught() && !cell.recipe().equals(comparison.alone()))
                .max(Comparator.comparingDouble(TableCell::mean));
    }

    /** What the mark says; nothing where there is none of them. */
    public static Optional<String> words(Comparison comparison) {
        return best(comparison)
                .map(cell -> CellStatistics.all(comparison).stream().anyMatch(CellStatistics::outdone)
                        ? MARK + ": no better by mean than " + cell.row() + " (" + NumberText.decimal(cell.mean())
                                + " %), which had no teacher."
                        : "Every recipe is better by mean than " + cell.row() + " (" + NumberText.decimal(cell.mean())
                                + " %), the best student without a teacher.");
    }
}
