package dev.understudy.cli.option;

import dev.understudy.InputException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** The options of a comparison that the machines of a cluster train. */
public final class ClusterOptions {

    private static final String OUTPUT = "--output";

    @Option(
            names = "--spark",
            paramLabel = "MASTER",
            description = "Train on the Apache Spark cluster of this master, such as spark://HOST:7077, yarn,"
                    + " k8s://HOST:PORT, or local-cluster[2,1,1024] to try it here; --output and UNDERSTUDY_HOME are folders"
                    + " that all its machines share (docs/guide/cluster.md).")
    public @Nullable String spark;

    @Option(
            names = "--mixed",
            description = "With --spark: also train where engine, version, processor or threads are others, which may"
                    + " change results in their last digits, and say so in the table; default: such executors are"
                    + " refused.")
    public boolean mixed;

    /** For picocli. */
    public ClusterOptions() {}

    /** Refuses what has no sense on a cluster, or without one. */
    public void check(TrainingOptions options, int processes) {
        if (spark == null) {
            if (mixed) {
                throw new InputException("--mixed is about the executors of a cluster; --spark names its master");
            }
            return;
        }
        if (processes != 1) {
            throw new InputException("--processes " + processes
                    + ": each executor of a cluster is one process; how many there are is said to Spark");
        }
        if (!options.device.typed().matches("cpu|gpu")) {
            throw new InputException("--device " + options.device.typed()
                    + ": on a cluster Spark says which GPU a task has; cpu or gpu is wanted");
        }
    }

    /** A path means the same on all machines when it begins at the root; the folder of the output is made so. */
    public static void checkPaths(CommandSpec spec) {
        for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
            if (option.getValue() instanceof Path path
                    && !path.isAbsolute()
                    && !option.longestName().equals(OUTPUT)) {
                throw new InputException(option.longestName() + " " + path
                        + ": each machine of a cluster reads it; an absolute path is wanted, the same on all of them");
            }
        }
    }
}
