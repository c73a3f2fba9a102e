package dev.understudy.cli.cluster;

import java.nio.file.Path;
import java.util.List;

/**
 * Teachers whose outputs the machines of a cluster are to keep.
 *
 * @param words the command line
 * @param home where teachers and their outputs are stored: absolute, shared by all machines
 * @param engine the name of the engine that computes
 * @param threads how many threads the engine works with; 0 where each machine says so itself
 * @param gpu whether it computes on GPUs
 * @param mixed whether machines may differ in what decides the last digits
 */
public record ClusterTeacher(List<String> words, Path home, String engine, int threads, boolean gpu, boolean mixed) {

    /** Copies the words. */
    public ClusterTeacher {
        words = List.copyOf(words);
    }
}
