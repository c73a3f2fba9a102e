package dev.understudy.result;

import dev.understudy.internal.file.AtomicFiles;
import dev.understudy.internal.file.Json;
import dev.understudy.internal.text.Checks;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A student of a comparison whose training could not go on: the content of its file, so that it is not tried again
 * unless somebody asks.
 *
 * @param format the version of this format, {@value #FORMAT}
 * @param recipe the recipe with its options as the user names it
 * @param settings all that its weights depend on, as of a {@link StudentResult}
 * @param seed its seed, which is among the settings too
 * @param reason what happened, in one line
 * @param provenance where it was tried
 */
public record FailedStudent(
        int format, String recipe, Map<String, String> settings, long seed, String reason, Provenance provenance) {

    /** The version of the format that this project writes. */
    public static final int FORMAT = 1;

    /** Refuses a format that is not known here. */
    public FailedStudent {
        Checks.format(format, FORMAT);
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }

    /**
     * Writes this as JSON, whole or not at all.
     *
     * @param file the file to write
     * @throws ResultException if it cannot be written
     */
    public void write(Path file) {
        AtomicFiles.write(file, Json.pretty(this));
    }

    /**
     * Reads it back.
     *
     * @param file the file to read
     * @return the student that failed
     * @throws ResultException if the file cannot be read, or a field is missing, unknown or nonsense
     */
    public static FailedStudent read(Path file) {
        return Json.read(file, FailedStudent.class, FORMAT);
    }
}
