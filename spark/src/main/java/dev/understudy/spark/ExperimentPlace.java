package dev.understudy.spark;

import ai.djl.Device;
import java.util.List;

/**
 * Where an experiment is computed.
 *
 * @param words what the driver has to say of it
 * @param cores how many cores there are, for {@link dev.understudy.experiment.Experiment#workers}
 * @param devices the processor, or the GPUs that Spark gave; at least one
 */
public record ExperimentPlace(List<String> words, int cores, List<Device> devices) {

    /** Copies the lists. */
    public ExperimentPlace {
        words = List.copyOf(words);
        devices = List.copyOf(devices);
    }

    /**
     * The first device.
     *
     * @return the only one where there are not several
     */
    public Device getDevice() {
        return devices.get(0);
    }
}
