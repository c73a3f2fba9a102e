package dev.understudy.cli;

import java.util.ArrayList;
import java.util.List;

/** A table in plain text; a heading that starts with {@code >} sets its column to the right. */
final class TextTable {

    private final List<List<String>> rows = new ArrayList<>();
    private final List<Boolean> right = new ArrayList<>();

    TextTable(String... headings) {
        List<String> plain = new ArrayList<>();
        for (String heading : headings) {
            right.add(heading.startsWith(">"));
            plain.add(heading.startsWith(">") ? heading.substring(1) : heading);
        }
        rows.add(plain);
    }

    void row(String... cells) {
        rows.add(List.of(cells));
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int r = 0; r < rows.size(); r++) {
            line(text, rows.get(r));
            if (r == 0) {
                List<String> rule = new ArrayList<>();
                for (int column = 0; column < right.size(); column++) {
                    rule.add("-".repeat(width(column)));
                }
                line(text, rule);
            }
        }
        return text.toString();
    }

    private void line(StringBuilder text, List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < cells.size(); column++) {
            String pad = " ".repeat(width(column) - cells.get(column).length());
            line.append("  ").append(right.get(column) ? pad + cells.get(column) : cells.get(column) + pad);
        }
        text.append(line.toString().stripTrailing()).append(System.lineSeparator());
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
