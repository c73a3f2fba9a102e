package dev.understudy.spark.internal.grid;

import dev.understudy.TrainingException;
import dev.understudy.cli.cluster.PartOutcomes;
import dev.understudy.cli.run.Interrupt;
import dev.understudy.experiment.ExperimentPlan;
import dev.understudy.spark.internal.cluster.ClusterCheck;
import dev.understudy.spark.internal.cluster.ComputeSettings;
import dev.understudy.spark.internal.cluster.SharedFolder;
import dev.understudy.spark.internal.cluster.SparkSettings;
import dev.understudy.spark.internal.cluster.TaskFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * A comparison on a cluster, from the driver, which computes nothing itself: executors are asked, one of them prepares, all
 * of them train parts, one of them collects.
 */
public final class GridRun {

    private static final long LOOK_MILLISECONDS = 200;

    private final JavaSparkContext context;
    private final GridSteps steps;
    private final ComputeSettings settings;
    private final boolean mixed;
    private final Consumer<String> log;

    GridRun(JavaSparkContext context, GridSteps steps, ComputeSettings settings, boolean mixed, Consumer<String> log) {
        this.context = context;
        this.steps = steps;
        this.settings = settings;
        this.mixed = mixed;
        this.log = log;
    }

    /**
     * Does it.
     *
     * @param folder where the comparison is kept: absolute, shared, and locked by this process
     * @return what the step that collects gave back
     */
    String run(Path folder) throws IOException {
        SparkSettings.check(context.getConf());
        String run = UUID.randomUUID().toString();
        List<SharedFolder> shared = Stream.of(folder.toString(), settings.home())
                .filter(path -> !path.isEmpty())
                .map(path -> SharedFolder.of(Path.of(path), run))
                .toList();
        try {
            for (SharedFolder each : shared) {
                each.begin(each.equals(shared.get(0)));
            }
            return asked(shared, run);
        } catch (TaskFailure e) {
            Interrupt.check();
            throw new TrainingException(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("Stopped");
        } finally {
            shared.forEach(SharedFolder::end);
        }
    }

    private String asked(List<SharedFolder> shared, String run) throws IOException, InterruptedException {
        ClusterCheck.Fit fit = new ClusterCheck(context, log).ask(settings, shared, run, mixed);
        log.accept(fit.executors() + (fit.executors() == 1 ? " executor: " : " executors: ")
                + fit.first().engine() + ", " + fit.first().threads()
                + (fit.first().threads() == 1 ? " thread" : " threads") + " a student"
                + (fit.differences().isEmpty() ? "" : "; mixed: " + fit.differences()));
        PartPlaces places = new PartPlaces();
        ProgressReader reader = new ProgressReader(shared.get(0).progress(), log.andThen(places::heard));
        List<String> folders =
                shared.stream().map(folder -> folder.path().toString()).toList();
        StepJobs jobs = new StepJobs(
                context,
                (kind, name) -> new StepTask(steps, kind, name, settings, fit.first(), mixed, folders, run),
                log);
        String planned = alone(jobs, StepTask.Kind.PREPARE, "prepare", "", reader);
        PartOutcomes outcomes =
                new GridParts(jobs, log, reader, places).train(plan(planned).split(fit.executors()));
        return alone(jobs, StepTask.Kind.COLLECT, "collect", json(outcomes), reader);
    }

    /** A step that is one task. */
    private String alone(StepJobs jobs, StepTask.Kind kind, String name, String request, ProgressReader reader)
            throws InterruptedException {
        StepJobs.Running running = jobs.start(kind, name, request);
        try {
            while (!running.isDone()) {
                Interrupt.check();
                Thread.sleep(LOOK_MILLISECONDS);
                reader.look();
            }
            reader.look();
            return running.text();
        } finally {
            running.cancel();
        }
    }

    private static ExperimentPlan plan(String json) throws IOException {
        try (TextFile file = TextFile.of(json)) {
            return ExperimentPlan.read(file.path());
        }
    }

    private static String json(PartOutcomes outcomes) throws IOException {
        try (TextFile file = TextFile.empty()) {
            outcomes.write(file.path());
            return file.text();
        }
    }
}
