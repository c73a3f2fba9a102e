package dev.understudy.report;

import java.util.Comparator;
import java.util.Optional;

/**
 * Students that had no teacher, beside the student alone itself: as a rule the student alone trained for longer. A recipe
 * that does not reach the best of them has not shown that its teacher helps.
 */
final class Untaught {
    /** What marks such a recipe. */
    static final String MARK = "†";

    private Untaught() {}

    /** The best of them by mean accuracy after the last epoch. */
    static Optional<TableCell> best(Comparison comparison) {
        return comparison.cells().stream()
                .filter(cell -> !cell.taught() && !cell.recipe().equals(comparison.alone()))
                .max(Comparator.comparingDouble(TableCell::mean));
    }

    /** What the mark says; nothing where there is none of them. */
    static Optional<String> words(Comparison comparison) {
        return best(comparison)
                .map(cell -> Standing.all(comparison).stream().anyMatch(Standing::outdone)
                        ? MARK + ": no better by mean than " + cell.row() + " (" + Text.decimal(cell.mean())
                                + " %), which had no teacher."
                        : "Every recipe is better by mean than " + cell.row() + " (" + Text.decimal(cell.mean())
                                + " %), the best student without a teacher.");
    }
}
