package dev.understudy.bench;

import dev.understudy.cli.print.TextTable;
import dev.understudy.result.Measurement;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the benchmarks measured, as plain text. */
final class BenchTables {

    private BenchTables() {}

    static void print(PrintWriter out, BenchSummary summary) {
        Map<String, List<BenchRow>> groups = summary.rows().stream()
                .collect(Collectors.groupingBy(BenchRow::group, LinkedHashMap::new, Collectors.toList()));
        groups.forEach((name, rows) -> {
            out.println();
            out.print(table(name, rows));
        });
        if (!summary.growth().isEmpty()) {
            out.println();
            out.print(growth(summary));
        }
        out.println();
        out.println("Each number is the median of the rounds (lowest - highest); the ratio is second over first.");
        summary.leftOut().forEach(out::println);
    }

    private static TextTable table(String name, List<BenchRow> rows) {
        TextTable table = new TextTable(name, "first", "second", "unit", ">ratio", "wanted");
        for (BenchRow row : rows) {
            table.row(
                    row.name(),
                    row.first().way() + " " + spread(row.first()),
                    row.second().way() + " " + spread(row.second()),
                    row.unit(),
                    String.format(Locale.ROOT, "%.3f", row.ratio()),
                    wanted(row, row.wanted()));
        }
        return table;
    }

    private static TextTable growth(BenchSummary summary) {
        TextTable table = new TextTable("what grows", ">size", "cost", "unit", ">exponent");
        for (GrowthTable growth : summary.growth()) {
            String name = growth.of();
            String exponent = String.format(Locale.ROOT, "%.2f", growth.exponent());
            for (GrowthTable.Point point : growth.points()) {
                table.row(name, number(point.size()), spread(point.cost()), growth.unit(), exponent);
                name = "";
                exponent = "";
            }
        }
        return table;
    }

    private static String wanted(BenchRow row, @Nullable Target wanted) {
        if (wanted == null) {
            return "";
        }
        String bound = wanted.bound() == Target.Bound.AT_LEAST ? "at least " : "at most ";
        String unit = wanted.of() == Target.Of.FIRST ? " " + row.unit() : "";
        return bound + number(wanted.value()) + unit + (wanted.reached(row) ? ": reached" : ": missed");
    }

    private static String spread(Measurement measured) {
        return number(measured.median()) + " (" + number(measured.lowest()) + " - " + number(measured.highest()) + ")";
    }

    /** Four digits that count, without those that say nothing. */
    private static String number(double value) {
        if (value >= 1000) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        return String.format(Locale.ROOT, "%.4g", value).replaceFirst("\\.?0+$", "");
    }
}
