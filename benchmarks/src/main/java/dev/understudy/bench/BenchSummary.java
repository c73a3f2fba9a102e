package dev.understudy.bench;

import dev.understudy.internal.file.AtomicFiles;
import dev.understudy.internal.file.Json;
import dev.understudy.result.Provenance;
import dev.understudy.result.ResultException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the benchmarks measured: the content of {@code bench.json}.
 *
 * @param provenance where the numbers come from
 * @param settings how they were taken, by name
 * @param rows every comparison of two ways, in the order measured
 * @param growth how costs grow
 * @param leftOut what could not be measured here, a line each
 */
public record BenchSummary(
        Provenance provenance,
        Map<String, String> settings,
        List<BenchRow> rows,
        List<GrowthTable> growth,
        List<String> leftOut) {

    /** Copies the collections, so that a summary never changes. */
    public BenchSummary {
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        rows = List.copyOf(rows);
        growth = List.copyOf(growth);
        leftOut = List.copyOf(leftOut);
    }

    /**
     * Writes this summary as JSON, whole or not at all.
     *
     * @param file the file to write
     * @throws ResultException if it cannot be written
     */
    public void write(Path file) {
        AtomicFiles.write(file, Json.pretty(this));
    }

    /**
     * Reads a summary back.
     *
     * @param file the file to read
     * @return the summary
     * @throws ResultException if the file cannot be read, or a field is missing, unknown or nonsense
     */
    public static BenchSummary read(Path file) {
        return Json.read(file, BenchSummary.class, Json.FIRST);
    }
}
