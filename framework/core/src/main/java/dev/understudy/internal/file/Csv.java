package dev.understudy.internal.file;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Comma-separated values, quoted as RFC 4180 says. */
public final class Csv {
    private final String text;
    private final List<Line> lines = new ArrayList<>();
    private int at;
    private int number = 1;

    private Csv(String text) {
        this.text = text;
    }

    /** The fields of one record, and the number of the line it begins on. */
    public record Line(int number, List<String> fields) {}

    public static String line(List<String> fields) {
        return fields.stream().map(Csv::quoted).collect(Collectors.joining(",", "", "\n"));
    }

    private static String quoted(String field) {
        boolean plain = field.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? field : "\"" + field.replace("\"", "\"\"") + "\"";
    }

    public static List<Line> parse(String text) {
        Csv csv = new Csv(text);
        while (csv.at < text.length()) {
            csv.lines.add(csv.record());
        }
        return csv.lines;
    }

    private Line record() {
        int first = number;
        List<String> fields = new ArrayList<>();
        fields.add(field());
        while (at < text.length() && text.charAt(at) == ',') {
            at++;
            fields.add(field());
        }
        endLine();
        return new Line(first, fields);
    }

    private void endLine() {
        if (text.startsWith("\r\n", at)) {
            at += 2;
        } else if (text.startsWith("\n", at)) {
            at++;
        } else if (at < text.length()) {
            throw new IllegalArgumentException("line " + number + ": text after a closing quote");
        }
        number++;
    }

    private String field() {
        return text.startsWith("\"", at) ? quotedField() : plainField();
    }

    private String plainField() {
        int start = at;
        while (at < text.length()
                && text.charAt(at) != ','
                && text.charAt(at) != '\n'
                && !text.startsWith("\r\n", at)) {
            at++;
        }
        return text.substring(start, at);
    }

    private String quotedField() {
        int first = number;
        StringBuilder field = new StringBuilder();
        at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"' && text.startsWith("\"", at)) {
                at++;
            } else if (c == '"') {
                return field.toString();
            } else if (c == '\n') {
                number++;
            }
            field.append(c);
        }
        throw new IllegalArgumentException("line " + first + ": a quote is not closed");
    }
}
