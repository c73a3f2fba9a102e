package dev.understudy.cli.cluster;

import dev.understudy.cli.run.RunLog;
import java.nio.file.Path;
import java.util.List;

/**
 * A comparison that is to be trained by the machines of a cluster.
 *
 * @param master which cluster, as it was typed
 * @param words the command line
 * @param folder where it is kept: absolute, shared by all machines, and locked here
 * @param home where teachers are stored, likewise
 * @param engine the name of the engine that computes
 * @param threads how many threads the engine works with; 0 where each machine says so itself
 * @param gpu whether it computes on GPUs
 * @param mixed whether machines may differ in what decides a result's last digits
 * @param log what happens goes there, line by line
 */
public record ClusterComparison(
        String master,
        List<String> words,
        Path folder,
        Path home,
        String engine,
        int threads,
        boolean gpu,
        boolean mixed,
        RunLog log) {

    /** Copies the words. */
    public ClusterComparison {
        words = List.copyOf(words);
    }
}
