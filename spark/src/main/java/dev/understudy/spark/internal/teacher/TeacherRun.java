package dev.understudy.spark.internal.teacher;

import dev.understudy.TrainingException;
import dev.understudy.cli.cluster.ClusterCommand;
import dev.understudy.cli.run.Interrupt;
import dev.understudy.spark.internal.cluster.Answers;
import dev.understudy.spark.internal.cluster.ClusterCheck;
import dev.understudy.spark.internal.cluster.ClusterJob;
import dev.understudy.spark.internal.cluster.ComputeSettings;
import dev.understudy.spark.internal.cluster.SharedFolder;
import dev.understudy.spark.internal.cluster.TaskFailure;
import dev.understudy.spark.internal.grid.ProgressReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.spark.JobExecutionStatus;
import org.apache.spark.SparkJobInfo;
import org.apache.spark.SparkStageInfo;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.JavaSparkStatusTracker;

/**
 * A teacher's outputs on a cluster, from the driver, which computes nothing itself: one executor prepares, all of them
 * compute ranges, one of them joins these.
 */
public final class TeacherRun {

    private static final long LOOK_MILLISECONDS = 200;
    private static final long TOLD_SECONDS = 10;
    private static final int ROUNDS = 3;
    private static final String RANGES = "ranges of a teacher's outputs";

    private final JavaSparkContext context;
    private final List<String> words;
    private final ComputeSettings settings;
    private final boolean mixed;
    private final Consumer<String> log;
    private final String run = UUID.randomUUID().toString();

    /**
     * Of a cluster.
     *
     * @param context the cluster
     * @param command says what is to be kept
     * @param mixed whether executors may differ in what decides the last digits
     * @param log is told what happens, line by line
     */
    public TeacherRun(JavaSparkContext context, ClusterCommand command, boolean mixed, Consumer<String> log) {
        this.context = context;
        this.words = new ArrayList<>(command.words());
        this.settings = ComputeSettings.of(command);
        this.mixed = mixed;
        this.log = log;
    }

    /**
     * What was kept.
     *
     * @param files where it is
     * @param bytes how much it is
     */
    public record Kept(List<Path> files, long bytes) {}

    /**
     * Does it. Ranges that an earlier run computed are not computed again.
     *
     * @return what is kept now
     * @throws dev.understudy.InputException when the cluster is not fit for it
     * @throws TrainingException when it could not be done
     */
    public Kept keep() {
        SharedFolder shared = SharedFolder.of(Path.of(settings.home()), run);
        try {
            // Other runs may use the same teachers now.
            shared.begin(false);
            return asked(shared);
        } catch (TaskFailure e) {
            Interrupt.check();
            throw new TrainingException(
                    e.getMessage() + "; what was computed is kept, and the same command goes on from there");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("Stopped");
        } finally {
            shared.end();
        }
    }

    private Kept asked(SharedFolder shared) throws InterruptedException {
        ClusterCheck.Fit fit = new ClusterCheck(context, log).ask(settings, List.of(shared), run, mixed);
        ProgressReader reader = new ProgressReader(shared.progress(), log);
        Work work = new Work(fit, shared, reader);
        TeacherTask.Prepared prepared = Answers.read(
                work.done(TeacherTask.Step.PREPARE, "a teacher", List.of("")).get(0), TeacherTask.Prepared.class);
        List<String> missing = prepared.ranges();
        log.accept(
                missing.isEmpty()
                        ? "Everything is there already"
                        : String.format(
                                Locale.ROOT,
                                "To be computed: %,d ranges, by %,d %s",
                                missing.size(),
                                fit.executors(),
                                fit.executors() == 1 ? "executor" : "executors"));
        for (int round = 0; !missing.isEmpty(); round++) {
            if (round == ROUNDS) {
                throw new TaskFailure("What was written of " + missing + " is not what is read again");
            }
            work.done(TeacherTask.Step.RANGE, RANGES, missing);
            String all = String.join(" ", prepared.ranges());
            String lacking =
                    work.done(TeacherTask.Step.JOIN, "joining", List.of(all)).get(0);
            missing = lacking.isEmpty() ? List.of() : List.of(lacking.split(" ", -1));
        }
        return new Kept(prepared.files().stream().map(Path::of).toList(), prepared.bytes());
    }

    /** Jobs of this run. */
    private final class Work {

        private final ClusterCheck.Fit fit;
        private final SharedFolder shared;
        private final ProgressReader reader;
        private long told = System.nanoTime();

        Work(ClusterCheck.Fit fit, SharedFolder shared, ProgressReader reader) {
            this.fit = fit;
            this.shared = shared;
            this.reader = reader;
        }

        List<String> done(TeacherTask.Step step, String name, List<String> requests) throws InterruptedException {
            TeacherTask task = new TeacherTask(
                    step,
                    run,
                    words,
                    settings,
                    fit.first(),
                    mixed,
                    shared.progress().toString());
            ClusterJob job = ClusterJob.of(context, name, requests, task);
            boolean ended = false;
            try {
                while (!job.isDone()) {
                    Interrupt.check();
                    Thread.sleep(LOOK_MILLISECONDS);
                    reader.look();
                    tell(name, requests.size());
                }
                reader.look();
                ended = true;
                return job.answers();
            } finally {
                if (!ended) {
                    job.cancel();
                }
            }
        }

        private void tell(String name, int all) {
            if (all > 1 && System.nanoTime() - told > TimeUnit.SECONDS.toNanos(TOLD_SECONDS)) {
                told = System.nanoTime();
                log.accept(String.format(Locale.ROOT, "%,d of %,d %s", finished(name), all, name));
            }
        }

        private int finished(String name) {
            JavaSparkStatusTracker tracker = context.statusTracker();
            int tasks = 0;
            for (int id : tracker.getJobIdsForGroup("understudy " + name)) {
                SparkJobInfo job = tracker.getJobInfo(id);
                if (job == null || job.status() != JobExecutionStatus.RUNNING) {
                    continue;
                }
                for (int stage : job.stageIds()) {
                    SparkStageInfo info = tracker.getStageInfo(stage);
                    tasks += info == null ? 0 : info.numCompletedTasks();
                }
            }
            return tasks;
        }
    }
}
