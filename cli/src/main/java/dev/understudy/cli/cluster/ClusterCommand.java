package dev.understudy.cli.cluster;

import ai.djl.engine.Engine;
import dev.understudy.cli.file.HomeFolder;
import dev.understudy.cli.option.ClusterOptions;
import dev.understudy.cli.option.TrainingOptions;
import java.nio.file.Path;
import java.util.List;

/**
 * A command that the machines of a cluster carry out.
 *
 * @param words the command line
 * @param home where teachers and their outputs are stored: absolute, shared by all machines
 * @param engine the name of the engine that computes
 * @param threads how many threads the engine works with; 0 where each machine says so itself
 * @param gpu whether it computes on GPUs
 * @param mixed whether machines may differ in what decides a result's last digits
 */
public record ClusterCommand(List<String> words, Path home, String engine, int threads, boolean gpu, boolean mixed) {

    /** Copies the words. */
    public ClusterCommand {
        words = List.copyOf(words);
    }

    /**
     * As it was typed.
     *
     * @param words the command line
     * @param options how to train, as the words say
     * @param cluster where, as the words say
     * @return with this process's engine and home
     */
    public static ClusterCommand of(List<String> words, TrainingOptions options, ClusterOptions cluster) {
        return new ClusterCommand(
                words,
                HomeFolder.folder().toAbsolutePath().normalize(),
                Engine.getDefaultEngineName(),
                options.threads,
                !options.device.typed().equals("cpu"),
                cluster.mixed);
    }
}
