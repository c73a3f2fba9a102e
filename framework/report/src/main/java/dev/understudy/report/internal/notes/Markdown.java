package dev.understudy.report.internal.notes;

import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** Pieces of Markdown. */
public final class Markdown {
    private Markdown() {}

    /** Text that means nothing but itself, on one line. */
    public static String text(String plain) {
        return plain.replaceAll("[\\\\|*_`<\\[\\]]", "\\\\$0").replaceAll("\\R", " ");
    }

    /** A table; its cells are Markdown already, all columns but the first are set to the right. */
    public static String table(List<String> headings, List<List<String>> rows) {
        List<String> rule = Collections.nCopies(headings.size() - 1, "---:");
        return row(headings)
                + "|---|" + rule.stream().map(each -> each + "|").collect(Collectors.joining()) + "\n"
                + rows.stream().map(Markdown::row).collect(Collectors.joining());
    }

    private static String row(List<String> cells) {
        return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    public static String list(List<String> plain) {
        return plain.stream().map(each -> "- " + text(each) + "\n").collect(Collectors.joining());
    }

    /** Lines as they are, each indented, so that nothing in them ends the block. */
    public static String code(List<String> lines) {
        return lines.stream()
                .flatMap(String::lines)
                .map(line -> "    " + line + "\n")
                .collect(Collectors.joining());
    }
}
