package dev.understudy.spark;

import dev.understudy.InputException;
import dev.understudy.result.Comparison;
import dev.understudy.spark.internal.cluster.ComputeSettings;
import dev.understudy.spark.internal.grid.CodeGrid;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * An experiment whose parts are trained by the executors of a Spark cluster, to the same bits as on one machine. Immutable:
 * each option returns a new one.
 *
 * <pre>{@code
 * Comparison comparison = SparkExperiment.on(context)
 *         .folder(Path.of("/shared/experiments/mine"))
 *         .compare("Two ways", MyExperiment.class, "0.25");
 * }</pre>
 *
 * <p>The driver computes nothing: it needs no engine and no GPU. An executor trains one part at a time; where its cores allow
 * for more tasks, or Spark speculates, it is refused.
 */
public final class SparkExperiment {

    private final JavaSparkContext context;
    private final @Nullable Path folder;
    private final ComputeSettings settings;
    private final boolean mixed;
    private final Consumer<String> log;

    private SparkExperiment(
            JavaSparkContext context,
            @Nullable Path folder,
            ComputeSettings settings,
            boolean mixed,
            Consumer<String> log) {
        this.context = context;
        this.folder = folder;
        this.settings = settings;
        this.mixed = mixed;
        this.log = log;
    }

    /**
     * On a cluster.
     *
     * @param context stays open
     * @return an experiment by PyTorch on processors, without a folder yet, whose progress goes to the log
     */
    public static SparkExperiment on(JavaSparkContext context) {
        return new SparkExperiment(
                context, null, ComputeSettings.pyTorch(), false, line -> LoggerFactory.getLogger(SparkExperiment.class)
                        .info(line));
    }

    /**
     * With a folder; see {@link dev.understudy.experiment.Experiment#folder(Path)}.
     *
     * @param shared the same path on driver and executors
     * @return the experiment
     */
    public SparkExperiment folder(Path shared) {
        return new SparkExperiment(context, shared, settings, mixed, log);
    }

    /**
     * With GPUs, as Spark gives them to tasks ({@code spark.task.resource.gpu.amount}).
     *
     * @param used whether it computes on GPUs
     * @return the experiment
     */
    public SparkExperiment gpu(boolean used) {
        return with(settings.gpu(used));
    }

    /**
     * By another of DJL's engines.
     *
     * @param name such as {@code MXNet}
     * @return the experiment
     */
    public SparkExperiment engine(String name) {
        return with(settings.engine(name));
    }

    private SparkExperiment with(ComputeSettings other) {
        return new SparkExperiment(context, folder, other, mixed, log);
    }

    /**
     * With executors that differ in what decides the last digits of results: engine, threads, processor. What differs is a
     * setting of the comparison.
     *
     * @param taken whether they are taken, and not refused as they are unless this says otherwise
     * @return the experiment
     */
    public SparkExperiment mixed(boolean taken) {
        return new SparkExperiment(context, folder, settings, taken, log);
    }

    /**
     * With somebody who is told what happens.
     *
     * @param told is told line by line, on the driver
     * @return the experiment
     */
    public SparkExperiment log(Consumer<String> told) {
        return new SparkExperiment(context, folder, settings, mixed, told);
    }

    /**
     * Trains what is missing, and collects. After a failure of the driver the same call goes on.
     *
     * @param title what is compared
     * @param factory makes the experiment on each machine
     * @param words what it is to know
     * @return the comparison; a student that could not be trained is a gap in it
     * @throws IOException when the folder cannot be read
     * @throws InputException when there is no folder, executors do not see it, or they cannot do the work
     * @throws dev.understudy.TrainingException when Spark ends before it is done
     */
    public Comparison compare(String title, Class<? extends ExperimentFactory> factory, String... words)
            throws IOException {
        if (folder == null) {
            throw new InputException("On a cluster an experiment has a folder that all machines share");
        }
        if (!folder.isAbsolute()) {
            throw new InputException(
                    "The experiment's folder " + folder + ": an absolute path is wanted, the same on all machines");
        }
        return new CodeGrid(context, folder, settings, mixed, log).compare(title, factory.getName(), List.of(words));
    }
}
