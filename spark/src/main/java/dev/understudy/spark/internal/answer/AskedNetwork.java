package dev.understudy.spark.internal.answer;

import ai.djl.Device;
import dev.understudy.spark.internal.cluster.ComputeSettings;
import dev.understudy.spark.internal.cluster.ExecutorProcess;
import dev.understudy.spark.internal.cluster.ExecutorReport;
import dev.understudy.spark.internal.cluster.OneLine;
import dev.understudy.spark.internal.cluster.TaskFailure;
import dev.understudy.spark.internal.cluster.TaskMachine;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;

/**
 * Which network is asked, and how.
 *
 * @param file its card, or an ONNX file: the same path on all machines
 * @param upright whether images are turned as their EXIF orientation says though its own were not
 * @param settings how executors are to compute
 */
public record AskedNetwork(String file, boolean upright, ComputeSettings settings) implements Serializable {

    /**
     * What an executor says of it.
     *
     * @param name what it is called
     * @param classes the names of its classes, in the order of its logits
     * @param fingerprint identifies its weights and its structure
     * @param executor the executor's report of itself
     */
    public record Known(String name, List<String> classes, String fingerprint, ExecutorReport executor)
            implements Serializable {

        /** Copies the list. */
        public Known {
            classes = List.copyOf(classes);
        }
    }

    /** Opens it in this executor, where it is not open yet. */
    OpenNetwork open() {
        String host = ExecutorProcess.host();
        ExecutorReport here = ExecutorProcess.report(settings);
        if (!here.failure().isEmpty()) {
            throw new TaskFailure(host + ": " + here.failure());
        }
        Path path = Path.of(file);
        if (!Files.isRegularFile(path)) {
            throw new TaskFailure(host + ": no network at " + file + "; all machines have to share it under this path");
        }
        try {
            Device device = settings.gpu()
                    ? Device.fromName(TaskMachine.gpu(TaskContext.get()).split(",", -1)[0])
                    : Device.cpu();
            return OpenNetwork.of(path, device);
        } catch (IOException | RuntimeException | LinkageError e) {
            throw new TaskFailure(host + ": " + OneLine.of(e));
        }
    }

    /** What this executor says of it. */
    Known known() {
        OpenNetwork open = open();
        return new Known(open.name(), open.classes(), open.fingerprint(), ExecutorProcess.report(settings));
    }

    /** One executor is asked what network it is, before all of them are. */
    public record Question(AskedNetwork network) implements Function<String, Known> {

        @Override
        public Known call(String request) {
            return network.known();
        }
    }
}
