package dev.understudy.spark.internal.cluster;

import dev.understudy.cli.cluster.ClusterCommand;
import dev.understudy.engine.Engines;
import java.io.Serializable;

/**
 * How executors are to compute.
 *
 * @param engine the name of the engine; empty where the executor's own default is meant
 * @param threads how many threads it works with; 0 where the executor says so itself
 * @param gpu whether it computes on GPUs
 * @param home where teachers are stored; empty where none is wanted
 */
public record ComputeSettings(String engine, int threads, boolean gpu, String home) implements Serializable {

    /** PyTorch on processors, with the executor's own number of threads, and no home. */
    public static ComputeSettings pyTorch() {
        return new ComputeSettings(Engines.PYTORCH, 0, false, "");
    }

    /** As a command says. */
    public static ComputeSettings of(ClusterCommand command) {
        return new ComputeSettings(
                command.engine(),
                command.threads(),
                command.gpu(),
                command.home().toString());
    }

    /** By another engine. */
    public ComputeSettings engine(String other) {
        return new ComputeSettings(other, threads, gpu, home);
    }

    /** With another number of threads. */
    public ComputeSettings threads(int other) {
        return new ComputeSettings(engine, other, gpu, home);
    }

    /** On GPUs, or not. */
    public ComputeSettings gpu(boolean used) {
        return new ComputeSettings(engine, threads, used, home);
    }
}
