package dev.understudy.spark.internal.grid;

import dev.understudy.spark.internal.cluster.Answers;
import dev.understudy.spark.internal.cluster.ClusterJob;
import dev.understudy.spark.internal.cluster.ExecutorReport;
import dev.understudy.spark.internal.cluster.Machines;
import dev.understudy.spark.internal.cluster.TaskFailure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;

/** Steps as jobs of one task each. An executor that may not do a step is given up, and the step goes to another. */
final class StepJobs {

    /** Where so many executors in a row may not do a step, nobody may. */
    private static final int MOST_REFUSALS = 8;

    private final JavaSparkContext context;
    private final BiFunction<StepTask.Kind, String, StepTask> tasks;
    private final Consumer<String> log;
    private final List<ExecutorReport> workers = new ArrayList<>();

    StepJobs(JavaSparkContext context, BiFunction<StepTask.Kind, String, StepTask> tasks, Consumer<String> log) {
        this.context = context;
        this.tasks = tasks;
        this.log = log;
    }

    Running start(StepTask.Kind kind, String name, String request) {
        return new Running(tasks.apply(kind, name), request);
    }

    /** How those differed that have done steps; empty where they did not. */
    String differences() {
        return Objects.requireNonNullElse(Machines.differences(workers), "");
    }

    /** Whether Spark has ended, whatever ended it. */
    boolean isOver() {
        return context.sc().isStopped();
    }

    /** Whether tasks still run. */
    boolean areActive() {
        return Arrays.stream(context.sc().statusTracker().getExecutorInfos())
                .anyMatch(executor -> executor.numRunningTasks() > 0);
    }

    /** A step that is being done. */
    final class Running {

        private final StepTask task;
        private final String request;
        private ClusterJob job;
        private int refusals;
        private @Nullable String text;
        private @Nullable TaskFailure failure;

        private Running(StepTask task, String request) {
            this.task = task;
            this.request = request;
            this.job = submit();
        }

        private ClusterJob submit() {
            return ClusterJob.of(context, task.name(), List.of(request), task);
        }

        /** Whether it has ended, one way or the other. */
        boolean isDone() throws InterruptedException {
            if (text != null || failure != null) {
                return true;
            }
            if (!job.isDone()) {
                return false;
            }
            try {
                StepTask.Answer answer = Answers.read(job.answers().get(0), StepTask.Answer.class);
                if (answer.refused() == null) {
                    workers.add(answer.executor());
                    text = answer.text();
                    return true;
                }
                refused(answer.refused(), answer.executor().executor());
            } catch (TaskFailure e) {
                failure = e;
            }
            return failure != null;
        }

        private void refused(String reason, String executor) {
            if (++refusals > MOST_REFUSALS) {
                throw new TaskFailure(reason);
            }
            log.accept("Executor " + executor + " is given up: " + reason);
            try {
                context.sc().killExecutor(executor);
            } catch (IllegalArgumentException e) {
                log.accept("Spark keeps executor " + executor + ": " + e.getMessage());
            }
            job = submit();
        }

        String name() {
            return task.name();
        }

        /** What came of it; a failure where it could not be done. */
        String text() {
            if (failure != null) {
                throw failure;
            }
            return Objects.requireNonNull(text);
        }

        void cancel() {
            if (text == null && failure == null) {
                job.cancel();
            }
        }
    }
}
