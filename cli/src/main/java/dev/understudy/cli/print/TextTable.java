package dev.understudy.cli.print;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** A table in plain text; a heading that starts with {@code >} sets its column to the right. */
public final class TextTable {

    /** How wide a terminal is taken to be. */
    static final int TERMINAL = 80;

    private static final int GAP = 2;

    /** The last place of a line where it may be broken. */
    private static final Pattern END = Pattern.compile("^.*[ :,./·-]");

    /** Names are not broken into less. */
    private static final int NARROWEST = 20;

    private final List<List<String>> rows = new ArrayList<>();
    private final List<Boolean> right = new ArrayList<>();

    public TextTable(String... headings) {
        List<String> plain = new ArrayList<>();
        for (String heading : headings) {
            right.add(heading.startsWith(">"));
            plain.add(heading.startsWith(">") ? heading.substring(1) : heading);
        }
        rows.add(plain);
    }

    public void row(String... cells) {
        rows.add(List.of(cells));
    }

    @Override
    public String toString() {
        return String.join(System.lineSeparator(), drawn(columns(1, right.size()), widest(0))) + System.lineSeparator();
    }

    /**
     * The table for a terminal: names in the first column are broken where it is too wide, and what still has no room
     * follows beneath as another table with the same names.
     *
     * @param width how long a line may be
     * @return its lines
     */
    List<String> lines(int width) {
        int rest = IntStream.range(1, right.size()).map(this::taken).sum();
        int names = Math.min(widest(0), Math.max(NARROWEST, width - GAP - rest));
        List<String> lines = new ArrayList<>();
        int from = 1;
        while (from < right.size()) {
            int to = from + 1;
            int used = GAP + names + taken(from);
            while (to < right.size() && used + taken(to) <= width) {
                used += taken(to++);
            }
            if (from > 1) {
                lines.add("");
            }
            lines.addAll(drawn(columns(from, to), names));
            from = to;
        }
        return lines;
    }

    private static List<Integer> columns(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    private List<String> drawn(List<Integer> columns, int names) {
        List<String> lines = new ArrayList<>();
        for (int r = 0; r < rows.size(); r++) {
            List<String> name = broken(rows.get(r).get(0), names);
            for (int i = 0; i < name.size(); i++) {
                StringBuilder line =
                        new StringBuilder(" ".repeat(GAP)).append(padded(name.get(i), names, right.get(0)));
                for (int column : columns) {
                    String cell = i == 0 ? rows.get(r).get(column) : "";
                    line.append(" ".repeat(GAP)).append(padded(cell, widest(column), right.get(column)));
                }
                lines.add(line.toString().stripTrailing());
            }
            if (r == 0) {
                StringBuilder rule = new StringBuilder(" ".repeat(GAP)).append("-".repeat(names));
                columns.forEach(column -> rule.append(" ".repeat(GAP)).append("-".repeat(widest(column))));
                lines.add(rule.toString());
            }
        }
        return lines;
    }

    /** A name in lines that are no longer than this, broken where a word or an option of it ends. */
    private static List<String> broken(String name, int width) {
        List<String> lines = new ArrayList<>();
        String rest = name;
        while (rest.length() > width) {
            Matcher end = END.matcher(rest.substring(0, width));
            int at = end.find() ? end.end() : width;
            lines.add(rest.substring(0, at));
            rest = rest.substring(at);
        }
        lines.add(rest);
        return lines;
    }

    private static String padded(String text, int width, boolean right) {
        String pad = " ".repeat(Math.max(0, width - text.length()));
        return right ? pad + text : text + pad;
    }

    private int taken(int column) {
        return GAP + widest(column);
    }

    private int widest(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
