package dev.understudy.report;

import dev.understudy.internal.text.Counts;
import dev.understudy.report.internal.notes.CostNotes;
import dev.understudy.report.internal.notes.DifferenceNotes;
import dev.understudy.report.internal.notes.MissingNotes;
import dev.understudy.report.internal.notes.NumberText;
import dev.understudy.report.internal.notes.OriginNotes;
import dev.understudy.report.internal.notes.SeedNotes;
import dev.understudy.report.internal.notes.TeacherFree;
import dev.understudy.report.internal.notes.Verdict;
import dev.understudy.result.Comparison;
import dev.understudy.result.TableCell;
import dev.understudy.result.TeacherResult;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The sentences under a comparison: how its numbers are to be read, and what speaks against them. */
public final class ComparisonNotes {
    private static final double BADLY_CALIBRATED = 10;

    private ComparisonNotes() {}

    /**
     * The sentences that apply.
     *
     * @param comparison what they are about
     * @return plain text, one sentence or two each, in the order to be read in; never the same twice
     */
    public static List<String> of(Comparison comparison) {
        List<CellStatistics> standings = CellStatistics.all(comparison);
        return Stream.of(
                        MissingNotes.of(comparison),
                        marks(comparison),
                        SeedNotes.of(standings),
                        DifferenceNotes.of(comparison, standings),
                        accuracies(comparison, standings),
                        selections(comparison),
                        teachers(comparison),
                        OriginNotes.of(comparison),
                        CostNotes.of(comparison))
                .flatMap(List::stream)
                .distinct()
                .toList();
    }

    /**
     * What the marks in a table of a comparison say, to stand beneath it: when a number is bold, and which recipes are no
     * better than a student without a teacher.
     *
     * @param comparison what the table is about
     * @return plain text, one sentence or two each
     */
    public static List<String> marks(Comparison comparison) {
        List<String> marks = new ArrayList<>();
        marks.add(Verdict.words(
                comparison.cell(comparison.alone()).isPresent(),
                CellStatistics.all(comparison).stream()
                        .map(CellStatistics::toAlone)
                        .toList()));
        TeacherFree.words(comparison).ifPresent(marks::add);
        return marks;
    }

    private static List<String> accuracies(Comparison comparison, List<CellStatistics> standings) {
        List<String> notes = new ArrayList<>();
        notes.add(
                standings.stream().anyMatch(standing -> standing.chosen().isPresent())
                        ? "Chosen on validation: the test accuracy at the epoch with the highest validation accuracy."
                        : "No validation accuracy is known for all seeds of a recipe, so nothing is chosen by it.");
        notes.add("Best on test: at the epoch that is best on the test split itself; optimistic, never to select by.");
        if (comparison.cells().stream().anyMatch(cell -> cell.paper() != null)) {
            notes.add("In brackets: the paper's accuracy, one number without a spread.");
        }
        return notes;
    }

    private static List<String> selections(Comparison comparison) {
        List<String> notes = new ArrayList<>();
        for (Selection selection : Selection.of(comparison)) {
            TableCell selected = selection.selected();
            notes.add("Of the " + selection.variants().size() + " variants of " + selection.recipe() + ", "
                    + selected.recipe() + " has the highest mean validation accuracy after the last epoch, "
                    + NumberText.decimal(selection.validation()) + " over "
                    + Counts.of(selection.seeds().size(), "seed") + "; its test accuracy is "
                    + new CellStatistics(comparison, selected).last().text() + ".");
        }
        return notes;
    }

    private static List<String> teachers(Comparison comparison) {
        List<String> notes = new ArrayList<>();
        for (TeacherResult teacher : comparison.teachers()) {
            double accuracy = teacher.test().accuracy();
            comparison
                    .cell(comparison.alone())
                    .map(cell -> new CellStatistics(comparison, cell).last())
                    .filter(alone -> accuracy <= alone.mean())
                    .ifPresent(
                            alone -> notes.add("The teacher " + teacher.network() + ", " + NumberText.decimal(accuracy)
                                    + ", is not better than the student alone, " + alone.text() + "."));
            if (teacher.test().calibrationError() > BADLY_CALIBRATED) {
                notes.add("The teacher " + teacher.network() + " has a calibration error of "
                        + NumberText.decimal(teacher.test().calibrationError())
                        + " points: its confidence is that far from how often it is right.");
            }
        }
        return notes;
    }
}
