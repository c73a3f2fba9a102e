package dev.understudy.result;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.understudy.internal.file.AtomicFiles;
import dev.understudy.internal.file.Json;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run measured: the content of {@code summary.json}.
 *
 * @param provenance where the numbers come from
 * @param dataset the images
 * @param settings the options by name, in the order given
 * @param teacher the teacher, where there was one
 * @param students every student, in the order trained
 */
public record RunSummary(
        Provenance provenance,
        DatasetSummary dataset,
        Map<String, String> settings,
        @JsonSetter(nulls = Nulls.SET) @Nullable TeacherSummary teacher,
        List<StudentSummary> students) {

    /** The setting of a run that was stopped and gone on with: its start and its duration are those of the last part. */
    public static final String RESUMED = "resumed";

    /** Copies the collections, so that a summary never changes. */
    public RunSummary {
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        students = List.copyOf(students);
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
    public static RunSummary read(Path file) {
        return Json.read(file, RunSummary.class, Json.FIRST);
    }
}
