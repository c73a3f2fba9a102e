package dev.understudy.spark.internal.grid;

import dev.understudy.cli.run.Interrupt;
import dev.understudy.spark.internal.cluster.Answers;
import dev.understudy.spark.internal.cluster.ComputeSettings;
import dev.understudy.spark.internal.cluster.ExecutorProcess;
import dev.understudy.spark.internal.cluster.ExecutorReport;
import dev.understudy.spark.internal.cluster.Machines;
import dev.understudy.spark.internal.cluster.OneLine;
import dev.understudy.spark.internal.cluster.SharedFolder;
import dev.understudy.spark.internal.cluster.TaskFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.resource.ResourceInformation;
import org.jspecify.annotations.Nullable;

/**
 * A step as a task of Spark's.
 *
 * @param steps what is done
 * @param kind which step
 * @param name what it is called
 * @param settings how executors are to compute
 * @param like the executor's report is to be like this one
 * @param mixed whether it may be another
 * @param folders those that are shared; in the first it tells of its progress
 * @param run tells this run from others
 */
record StepTask(
        GridSteps steps,
        Kind kind,
        String name,
        ComputeSettings settings,
        ExecutorReport like,
        boolean mixed,
        List<String> folders,
        String run)
        implements Function<String, String> {

    /** The steps. */
    enum Kind {
        PREPARE,
        PART,
        COLLECT
    }

    /**
     * What a task answers.
     *
     * @param text what came of it
     * @param refused why the executor may not do it; null where it did
     * @param executor which did it, or may not
     */
    record Answer(String text, @Nullable String refused, ExecutorReport executor) {}

    @Override
    public String call(String request) throws Exception {
        TaskContext context = TaskContext.get();
        Answer answer =
                ExecutorProcess.alone(() -> Interrupt.by(context::isInterrupted, () -> answer(context, request)));
        return Answers.json(answer);
    }

    private Answer answer(TaskContext context, String request) {
        ExecutorReport here = ExecutorProcess.report(settings);
        String refused = refused(here);
        try (PrintWriter out = ProgressFile.append(shared(folders.get(0)).progress(), name)) {
            return new Answer(refused == null ? done(context, out, request) : "", refused, here);
        }
    }

    /** Executors that came after the others were asked are asked here. */
    private @Nullable String refused(ExecutorReport here) {
        if (!here.failure().isEmpty()) {
            return Machines.failures(List.of(here));
        }
        try {
            folders.forEach(folder -> shared(folder).answer(here.executor()));
        } catch (TaskFailure e) {
            return here.host() + ": " + e.getMessage();
        }
        return mixed || here.isLike(like) ? null : Objects.requireNonNull(Machines.differences(List.of(like, here)));
    }

    private SharedFolder shared(String folder) {
        return SharedFolder.of(Path.of(folder), run);
    }

    private String done(TaskContext context, PrintWriter out, String request) {
        String host = ExecutorProcess.host();
        int attempt = context.attemptNumber();
        out.println(name + ": on " + host + ", executor " + ExecutorProcess.executor()
                + (attempt == 0 ? "" : ", try " + (attempt + 1)));
        try {
            TaskPlace place = new TaskPlace(name, context.cpus(), gpus(context), out);
            switch (kind) {
                case PREPARE -> {
                    return steps.prepare(place);
                }
                case PART -> {
                    steps.train(place, request);
                    return "";
                }
                case COLLECT -> {
                    return steps.collect(place, request);
                }
            }
            throw new IllegalStateException(kind.toString());
        } catch (TaskFailure | CancellationException e) {
            throw e;
        } catch (IOException | RuntimeException | LinkageError e) {
            throw new TaskFailure(host + ": " + OneLine.of(e));
        }
    }

    private static List<String> gpus(TaskContext context) {
        ResourceInformation gpu = context.resourcesJMap().get("gpu");
        return gpu == null ? List.of() : Arrays.asList(gpu.addresses());
    }
}
