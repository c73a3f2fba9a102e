package dev.understudy.spark.internal.teacher;

import dev.understudy.cli.run.Interrupt;
import dev.understudy.cli.teacher.KeptTeacher;
import dev.understudy.source.KeptOutputs;
import dev.understudy.source.OutputRange;
import dev.understudy.spark.internal.cluster.Answers;
import dev.understudy.spark.internal.cluster.ComputeSettings;
import dev.understudy.spark.internal.cluster.ExecutorProcess;
import dev.understudy.spark.internal.cluster.ExecutorReport;
import dev.understudy.spark.internal.cluster.OneLine;
import dev.understudy.spark.internal.cluster.TaskFailure;
import dev.understudy.spark.internal.cluster.TaskMachine;
import dev.understudy.spark.internal.grid.ProgressFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;

/**
 * Work on a teacher's outputs as a task of Spark's. Done twice, it does no harm: the same bytes come into the same files.
 *
 * @param step what is done
 * @param run tells this run from others
 * @param words the command line
 * @param settings how executors are to compute
 * @param like the executor's report is to be like this one
 * @param mixed whether it may be another
 * @param progress a shared folder where it tells of its progress
 */
record TeacherTask(
        Step step,
        String run,
        List<String> words,
        ComputeSettings settings,
        ExecutorReport like,
        boolean mixed,
        String progress)
        implements Function<String, String> {

    /** What is done. */
    enum Step {
        /** Has the teachers trained where they are not there, and says what is to be computed. */
        PREPARE,
        /** Computes a range. */
        RANGE,
        /** Joins ranges; says which are to be computed again. */
        JOIN
    }

    /**
     * What is to be done.
     *
     * @param ranges what is to be computed, in text
     * @param files where all is kept in the end
     * @param bytes how much that is
     */
    record Prepared(List<String> ranges, List<String> files, long bytes) {}

    @Override
    public String call(String request) throws Exception {
        TaskContext context = TaskContext.get();
        return ExecutorProcess.alone(() -> Interrupt.by(context::isInterrupted, () -> done(context, request)));
    }

    private String done(TaskContext context, String request) {
        try {
            TaskMachine.check(settings, like, mixed);
            return done(request, TaskMachine.gpu(context));
        } catch (TaskFailure | CancellationException e) {
            throw e;
        } catch (IOException | RuntimeException | LinkageError e) {
            throw new TaskFailure(ExecutorProcess.host() + ": " + OneLine.of(e));
        }
    }

    private String done(String request, String gpu) throws IOException {
        try (PrintWriter out = ProgressFile.append(Path.of(progress), "teacher")) {
            PrintWriter told = step == Step.PREPARE ? out : new PrintWriter(PrintWriter.nullWriter());
            KeptTeacher teacher = ExecutorTeacher.of(run, words, gpu, told);
            KeptOutputs outputs = teacher.outputs();
            return switch (step) {
                case PREPARE ->
                    Answers.json(new Prepared(
                            outputs.ranges(teacher.batches()).stream()
                                    .map(OutputRange::text)
                                    .toList(),
                            outputs.getFiles().stream()
                                    .map(file -> file.toAbsolutePath().toString())
                                    .toList(),
                            outputs.getBytes()));
                case RANGE -> {
                    outputs.compute(OutputRange.of(request), shown -> Interrupt.check());
                    yield "";
                }
                case JOIN ->
                    outputs.join(ranges(request)).stream()
                            .map(OutputRange::text)
                            .collect(Collectors.joining(" "));
            };
        }
    }

    /** Ranges in text, with blanks between them. */
    static List<OutputRange> ranges(String text) {
        Stream<String> each = text.isEmpty() ? Stream.of() : Arrays.stream(text.split(" ", -1));
        return each.map(OutputRange::of).toList();
    }
}
