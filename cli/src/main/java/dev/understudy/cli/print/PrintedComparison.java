package dev.understudy.cli.print;

import dev.understudy.report.CellStatistics;
import dev.understudy.report.ComparisonNotes;
import dev.understudy.report.TableGrid;
import dev.understudy.result.Comparison;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A comparison in plain text: the matrix, a star where a cell is bold elsewhere, then the notes. */
public final class PrintedComparison {

    private static final int WIDTH = TextTable.TERMINAL;
    private static final String FIRST = "- ";

    private PrintedComparison() {}

    public static List<String> lines(Comparison comparison) {
        List<String> lines = new ArrayList<>();
        lines.add(comparison.title());
        lines.add("");
        lines.addAll(matrix(TableGrid.of(comparison)).lines(WIDTH));
        lines.add("");
        ComparisonNotes.of(comparison).forEach(note -> wrap(note.replaceFirst("^Bold: ", "*: "), lines));
        return lines;
    }

    private static TextTable matrix(TableGrid grid) {
        List<String> columns = grid.columns();
        TextTable table = new TextTable(
                Stream.concat(Stream.of("test %, last epoch"), columns.stream()).toArray(String[]::new));
        for (String row : grid.rows()) {
            table.row(Stream.concat(Stream.of(row), columns.stream().map(column -> entries(grid, row, column)))
                    .toArray(String[]::new));
        }
        return table;
    }

    private static String entries(TableGrid grid, String row, String column) {
        return Stream.concat(
                        grid.at(row, column).stream().map(PrintedComparison::entry),
                        Stream.of(grid.missing(row, column)))
                .filter(entry -> !entry.isEmpty())
                .collect(Collectors.joining(" / "));
    }

    private static String entry(CellStatistics standing) {
        Double paper = standing.cell().paper();
        return standing.last().text()
                + (standing.bold() ? "*" : " ")
                + (standing.outdone() ? "†" : "")
                + (paper == null ? "" : String.format(Locale.ROOT, " (%.2f)", paper));
    }

    private static void wrap(String note, List<String> lines) {
        StringBuilder line = new StringBuilder(FIRST);
        for (String word : note.split(" ", -1)) {
            if (line.length() > FIRST.length() && line.length() + word.length() > WIDTH) {
                lines.add(line.toString().stripTrailing());
                line = new StringBuilder(" ".repeat(FIRST.length()));
            }
            line.append(word).append(' ');
        }
        lines.add(line.toString().stripTrailing());
    }
}
