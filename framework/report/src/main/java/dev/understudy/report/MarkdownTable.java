package dev.understudy.report;

import dev.understudy.report.internal.notes.CellColumns;
import dev.understudy.report.internal.notes.Markdown;
import dev.understudy.report.internal.notes.NumberText;
import dev.understudy.report.internal.notes.ResultOrigin;
import dev.understudy.result.Comparison;
import dev.understudy.result.TeacherResult;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A comparison as Markdown: the matrix, a row for each cell, the teachers, the notes, where all of it comes from. */
public final class MarkdownTable {
    private MarkdownTable() {}

    /**
     * Renders a comparison.
     *
     * @param comparison what to render
     * @return Markdown that ends with a line feed; the same for the same comparison
     */
    public static String render(Comparison comparison) {
        List<String> parts = new ArrayList<>();
        parts.add("# " + Markdown.text(comparison.title()) + "\n");
        parts.add("Test accuracy in percent after the last epoch.\n");
        parts.add(matrix(TableGrid.of(comparison)));
        parts.add(marks(comparison));
        parts.add("## Each recipe\n");
        parts.add("Agreement: on how many test images the student gives the teacher's answer, in percent. ECE: the"
                + " expected calibration error over 15 bins, in percent. NLL: the mean negative log-likelihood of the true"
                + " class.\n");
        parts.add(CellColumns.table(CellStatistics.all(comparison)));
        parts.add(marks(comparison));
        if (!comparison.teachers().isEmpty()) {
            parts.add("## Teachers\n");
            parts.add(teachers(comparison.teachers()));
        }
        parts.add("## Notes\n");
        List<String> notes = new ArrayList<>(ComparisonNotes.of(comparison));
        notes.removeAll(ComparisonNotes.marks(comparison));
        parts.add(Markdown.list(notes));
        parts.add("## Where it comes from\n");
        parts.add(Markdown.list(ResultOrigin.facts(comparison)));
        parts.add("Commands:\n");
        parts.add(Markdown.code(ResultOrigin.commands(comparison)));
        return String.join("\n", parts);
    }

    /**
     * The numbers alone, to be looked at: how good each recipe is, how far from the student alone, and what it keeps.
     *
     * @param comparison what to render
     * @return a table in Markdown that ends with a line feed, without costs and origins
     */
    public static String summary(Comparison comparison) {
        return CellColumns.summary(CellStatistics.all(comparison)) + "\n" + marks(comparison);
    }

    private static String marks(Comparison comparison) {
        return String.join(" ", ComparisonNotes.marks(comparison)) + "\n";
    }

    private static String matrix(TableGrid grid) {
        List<String> headings = new ArrayList<>(List.of(""));
        grid.columns().forEach(column -> headings.add(Markdown.text(column)));
        List<List<String>> rows = new ArrayList<>();
        for (String row : grid.rows()) {
            List<String> cells = new ArrayList<>(List.of(Markdown.text(row)));
            grid.columns().forEach(column -> cells.add(entries(grid, row, column)));
            rows.add(cells);
        }
        return Markdown.table(headings, rows);
    }

    private static String entries(TableGrid grid, String row, String column) {
        return Stream.concat(
                        grid.at(row, column).stream().map(MarkdownTable::entry), Stream.of(grid.missing(row, column)))
                .filter(entry -> !entry.isEmpty())
                .collect(Collectors.joining(" / "));
    }

    private static String entry(CellStatistics standing) {
        Double paper = standing.cell().paper();
        return CellColumns.last(standing) + (paper == null ? "" : " (" + NumberText.decimal(paper) + ")");
    }

    private static String teachers(List<TeacherResult> teachers) {
        return Markdown.table(
                List.of("Teacher", "Weights", "Parameters", "Test", "Validation", "ECE", "NLL"),
                teachers.stream()
                        .map(teacher -> List.of(
                                Markdown.text(teacher.network()),
                                Markdown.text(NumberText.fingerprint(teacher.fingerprint())),
                                NumberText.countOrUnknown(teacher.parameters()),
                                NumberText.decimal(teacher.test().accuracy()),
                                NumberText.decimalOrNone(teacher.validationAccuracy()),
                                NumberText.decimal(teacher.test().calibrationError()),
                                NumberText.decimalOrNone(teacher.test().negativeLogLikelihood())))
                        .toList());
    }
}
