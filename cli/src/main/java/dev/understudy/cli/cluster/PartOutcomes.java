package dev.understudy.cli.cluster;

import dev.understudy.experiment.ExperimentPlan;
import dev.understudy.internal.file.AtomicFiles;
import dev.understudy.internal.file.Json;
import dev.understudy.result.ResultException;
import java.nio.file.Path;
import java.util.List;

/**
 * What whoever collects has to know of the parts that other machines trained, beside what they left in the folder.
 *
 * @param failures the parts that could not be trained
 * @param executors in which way those who trained differed, for the table; empty where they did not
 */
public record PartOutcomes(List<Failure> failures, String executors) {

    private static final int FORMAT = 1;

    /** Copies the list. */
    public PartOutcomes {
        failures = List.copyOf(failures);
    }

    /**
     * A part that could not be trained.
     *
     * @param part which
     * @param reason where and why, in one line
     */
    public record Failure(ExperimentPlan.Part part, String reason) {}

    /**
     * Writes it as JSON.
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
     * @return what was written
     * @throws ResultException if it cannot be read
     */
    public static PartOutcomes read(Path file) {
        return Json.read(file, PartOutcomes.class, FORMAT);
    }
}
