package dev.understudy.spark.internal.cluster;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;

/** The machine that a task has come to, where a task that may not be done there is tried again elsewhere. */
public final class TaskMachine {

    private TaskMachine() {}

    /**
     * Refuses an executor that cannot compute, or is not like the others.
     *
     * @param settings how it is to compute
     * @param like what another executor said
     * @param mixed whether it may differ from that one
     * @throws TaskFailure where it may not do the task, in one line
     */
    public static void check(ComputeSettings settings, ExecutorReport like, boolean mixed) {
        ExecutorReport here = ExecutorProcess.report(settings);
        if (!here.failure().isEmpty()) {
            throw new TaskFailure(here.host() + ": " + here.failure());
        }
        if (!mixed && !here.isLike(like)) {
            throw new TaskFailure(here.host() + ": executors differ in what decides the last digits of results: "
                    + Objects.requireNonNull(Machines.differences(List.of(like, here)))
                    + "; mixed executors are taken where that is said");
        }
    }

    /**
     * The GPU that Spark gave to a task.
     *
     * @param context the task
     * @return such as {@code gpu1}; the first card where Spark gave none
     */
    public static String gpu(TaskContext context) {
        ResourceInformation gpu = context.resourcesJMap().get("gpu");
        return GpuAddresses.device(gpu == null ? List.of() : Arrays.asList(gpu.addresses()));
    }
}
