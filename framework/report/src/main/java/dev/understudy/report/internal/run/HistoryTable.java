package dev.understudy.report.internal.run;

import dev.understudy.internal.file.Csv;
import dev.understudy.result.EpochRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The columns of a history. */
public final class HistoryTable {
    private static final List<String> FIXED = List.of(
            "recipe",
            "seed",
            "role",
            "stage",
            "stageName",
            "epoch",
            "learningRate",
            "trainLoss",
            "validationAccuracy",
            "testAccuracy",
            "seconds");
    private static final String TERM = "term:";

    private HistoryTable() {}

    public static String format(List<EpochRow> rows) {
        Set<String> terms = new LinkedHashSet<>();
        rows.forEach(row -> terms.addAll(row.terms().keySet()));
        List<String> header = new ArrayList<>(FIXED);
        terms.forEach(term -> header.add(TERM + term));
        StringBuilder text = new StringBuilder(Csv.line(header));
        rows.forEach(row -> text.append(Csv.line(fields(row, terms))));
        return text.toString();
    }

    private static List<String> fields(EpochRow row, Collection<String> terms) {
        List<String> fields = new ArrayList<>(List.of(
                row.recipe(),
                Long.toString(row.seed()),
                row.role(),
                Integer.toString(row.stage()),
                row.stageName(),
                Integer.toString(row.epoch()),
                Double.toString(row.learningRate()),
                Double.toString(row.trainLoss()),
                text(row.validationAccuracy()),
                text(row.testAccuracy()),
                Double.toString(row.seconds())));
        terms.forEach(term -> fields.add(text(row.terms().get(term))));
        return fields;
    }

    private static String text(@Nullable Double value) {
        return value == null ? "" : value.toString();
    }

    public static List<EpochRow> parse(String text) {
        List<Csv.Line> lines = Csv.parse(text);
        List<String> header = lines.isEmpty() ? List.of() : lines.get(0).fields();
        check(header);
        List<EpochRow> rows = new ArrayList<>();
        for (Csv.Line line : lines.subList(1, lines.size())) {
            try {
                rows.add(row(header, line.fields()));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("line " + line.number() + ": " + e.getMessage(), e);
            }
        }
        return rows;
    }

    private static void check(List<String> header) {
        int fixed = Math.min(FIXED.size(), header.size());
        boolean termsOnly = header.stream().skip(fixed).allMatch(name -> name.startsWith(TERM));
        if (!header.subList(0, fixed).equals(FIXED) || !termsOnly) {
            throw new IllegalArgumentException(
                    "line 1: wanted the columns " + FIXED + ", then \"" + TERM + "...\", got " + header);
        }
    }

    private static EpochRow row(List<String> header, List<String> fields) {
        if (fields.size() != header.size()) {
            throw new IllegalArgumentException("wanted " + header.size() + " fields, got " + fields.size());
        }
        Map<String, Double> terms = new LinkedHashMap<>();
        for (int i = FIXED.size(); i < fields.size(); i++) {
            if (!fields.get(i).isEmpty()) {
                terms.put(header.get(i).substring(TERM.length()), number(header.get(i), fields.get(i)));
            }
        }
        return new EpochRow(
                fields.get(0),
                whole(FIXED.get(1), fields.get(1)),
                fields.get(2),
                count(FIXED.get(3), fields.get(3)),
                fields.get(4),
                count(FIXED.get(5), fields.get(5)),
                number(FIXED.get(6), fields.get(6)),
                number(FIXED.get(7), fields.get(7)),
                terms,
                maybe(FIXED.get(8), fields.get(8)),
                maybe(FIXED.get(9), fields.get(9)),
                number(FIXED.get(10), fields.get(10)));
    }

    private static int count(String name, String field) {
        long value = whole(name, field);
        if (value != (int) value) {
            throw new IllegalArgumentException(name + ": wanted a smaller number, got " + value);
        }
        return (int) value;
    }

    private static long whole(String name, String field) {
        try {
            return Long.parseLong(field);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + ": wanted a whole number, got \"" + field + "\"", e);
        }
    }

    private static double number(String name, String field) {
        try {
            return Double.parseDouble(field);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + ": wanted a number, got \"" + field + "\"", e);
        }
    }

    private static @Nullable Double maybe(String name, String field) {
        return field.isEmpty() ? null : number(name, field);
    }
}
