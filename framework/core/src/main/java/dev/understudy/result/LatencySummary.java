package dev.understudy.result;

import dev.understudy.internal.file.AtomicFiles;
import dev.understudy.internal.file.Json;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How long some networks take to answer, measured in turns.
 *
 * @param provenance where the numbers come from
 * @param settings how they were taken, by name
 * @param rows every network on every engine
 */
public record LatencySummary(Provenance provenance, Map<String, String> settings, List<LatencyRow> rows) {

    /** Copies the collections, so that a summary never changes. */
    public LatencySummary {
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        rows = List.copyOf(rows);
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
    public static LatencySummary read(Path file) {
        return Json.read(file, LatencySummary.class, Json.FIRST);
    }
}
