package dev.understudy.experiment;

import dev.understudy.TrainedStudent;
import java.io.IOException;
import java.nio.file.Path;

/** Writes a finished student's weights, and what is wanted beside them. */
@FunctionalInterface
public interface WeightsWriter {

    /** The weights alone. */
    WeightsWriter PLAIN = (student, trained, file) -> trained.save(file);

    /**
     * Writes.
     *
     * @param student which
     * @param trained its network
     * @param file where the weights go: a safetensors file whose folder is there
     * @throws IOException when it cannot be written
     */
    void write(PlannedStudent student, TrainedStudent trained, Path file) throws IOException;
}
