package dev.understudy.spark.internal.cluster;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the executors of a cluster say of themselves, side by side. */
public final class Machines {

    private Machines() {}

    /**
     * Executors on which nothing can be computed.
     *
     * @param reports of all executors
     * @return one line; null where there are none
     */
    public static @Nullable String failures(List<ExecutorReport> reports) {
        String lines = reports.stream()
                .filter(report -> !report.failure().isEmpty())
                .map(report -> report.host() + ": " + report.failure())
                .distinct()
                .collect(Collectors.joining("; "));
        return lines.isEmpty() ? null : lines;
    }

    /**
     * How executors differ in what decides the last digits of results.
     *
     * @param reports of all executors
     * @return one line, such as {@code engine PyTorch 2.7.1 on a, PyTorch 2.5.1 on b}; null where they are alike
     */
    public static @Nullable String differences(List<ExecutorReport> reports) {
        Map<String, Map<String, List<String>>> values = new TreeMap<>();
        for (ExecutorReport report : reports) {
            report.deciding().forEach((name, value) -> values.computeIfAbsent(name, key -> new TreeMap<>())
                    .computeIfAbsent(value, key -> hosts(reports, name, value)));
        }
        String lines = values.entrySet().stream()
                .filter(entry -> entry.getValue().size() > 1)
                .map(entry -> entry.getKey() + " "
                        + entry.getValue().entrySet().stream()
                                .map(value -> value.getKey() + " on " + String.join(" and ", value.getValue()))
                                .collect(Collectors.joining(", ")))
                .collect(Collectors.joining("; "));
        return lines.isEmpty() ? null : lines;
    }

    private static List<String> hosts(List<ExecutorReport> reports, String name, String value) {
        return reports.stream()
                .filter(report -> Objects.equals(report.deciding().get(name), value))
                .map(ExecutorReport::host)
                .distinct()
                .sorted()
                .toList();
    }
}
