package dev.understudy.experiment;

import dev.understudy.Distillation;
import dev.understudy.Identity;
import dev.understudy.InputException;
import dev.understudy.Objective;
import dev.understudy.TrainedStudent;
import dev.understudy.TrainingData;
import dev.understudy.measure.Profiler;
import dev.understudy.result.Comparison;
import dev.understudy.result.DatasetSummary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Several distillations, each trained with the same seeds, and what came of them and what it cost as a {@link Comparison}.
 * The students of a seed learn in one pass and see the same batches. Immutable: each option returns new trials.
 *
 * <pre>{@code
 * Experiment.of(seed -> material.trainingData(64, seed))
 *         .with("student", alone)
 *         .with("kd", taught)
 *         .folder(Path.of("trials/mine"))
 *         .compare("Two ways", material.summary(), classNames);
 * }</pre>
 */
public final class Experiment {

    private final LongFunction<TrainingData> trainingData;
    private final Map<String, Distillation> distillations;
    private final long[] seeds;
    private final @Nullable Path folder;
    private final boolean weights;
    private final boolean retry;

    private Experiment(
            LongFunction<TrainingData> trainingData,
            Map<String, Distillation> distillations,
            long[] seeds,
            @Nullable Path folder,
            boolean weights,
            boolean retry) {
        this.trainingData = trainingData;
        this.distillations = distillations;
        this.seeds = seeds;
        this.folder = folder;
        this.weights = weights;
        this.retry = retry;
    }

    /**
     * Trials without distillations yet, with the seeds 1, 2 and 3, that write nothing to the disk.
     *
     * @param trainingData what the students of a seed are shown; it has a test split
     * @return the trials
     */
    public static Experiment of(LongFunction<TrainingData> trainingData) {
        return new Experiment(trainingData, Map.of(), new long[] {1, 2, 3}, null, true, false);
    }

    /**
     * With one more distillation.
     *
     * @param recipe what the comparison calls it; {@code student} is the student alone, {@code kd} Knowledge
     *     Distillation: the others are compared with these
     * @param distillation who teaches whom; its seed is replaced
     * @return the longer trials
     * @throws InputException when the name is taken
     */
    public Experiment with(String recipe, Distillation distillation) {
        Map<String, Distillation> more = new LinkedHashMap<>(distillations);
        if (more.put(recipe, distillation) != null) {
            throw new InputException("Two distillations are named \"" + recipe + "\"");
        }
        return new Experiment(trainingData, more, seeds, folder, weights, retry);
    }

    /**
     * With other seeds.
     *
     * @param others one or more, all different; an interval takes two, and means little below three
     * @return the trials with these
     */
    public Experiment seeds(long... others) {
        if (others.length == 0 || LongStream.of(others).distinct().count() < others.length) {
            throw new InputException("Wanted one or more seeds, all different, got "
                    + LongStream.of(others).boxed().toList());
        }
        return new Experiment(trainingData, distillations, others.clone(), folder, weights, retry);
    }

    /**
     * With a folder, so that trials that ended before their time go on: the same call takes finished students and measured
     * costs as they are, and goes on with the others from their checkpoints, to the same bits. A student is known by all
     * that it depends on ({@link Identity}): images, networks, teacher, stages, your code, seed. One of other settings
     * is trained again, a warning says what changed, and the earlier one lies beside. Nothing is kept of a distillation
     * with an objective that is a lambda without {@linkplain Objective#named a name}.
     *
     * <p>Finished students lie in {@code students}, their weights in {@code weights} ({@link #student} loads them), those
     * that failed in {@code gaps}, costs in {@code profiles}, and checkpoints, a minute or more apart, in
     * {@code checkpoints} until all is finished; a distillation's own {@linkplain Distillation#checkpoints checkpoints} are
     * not written.
     *
     * <p>The folder is new, empty, or one that earlier trials made: it carries a mark. Any other is refused.
     *
     * @param kept these trials' alone; made where it is missing, refused where it holds what others made
     * @return the trials
     */
    public Experiment folder(Path kept) {
        return new Experiment(trainingData, distillations, seeds, kept, weights, retry);
    }

    /**
     * With or without the students' weights in the folder.
     *
     * @param kept whether they are kept, as they are unless this says otherwise
     * @return the trials
     */
    public Experiment weights(boolean kept) {
        return new Experiment(trainingData, distillations, seeds, folder, kept, retry);
    }

    /**
     * With or without another try of the gaps: students that could not be trained before.
     *
     * @param again whether they are tried again; unless this says so, they stay gaps until their settings change
     * @return the trials
     */
    public Experiment retry(boolean again) {
        return new Experiment(trainingData, distillations, seeds, folder, weights, again);
    }

    /**
     * Measures what each distillation costs, alone with the first seed, as {@link Profiler} does; then trains all of them,
     * seed by seed. A student whose loss turns into something that is not a number, or whose objectives throw, is a
     * {@linkplain Comparison#gaps() gap}, and the others go on. Agreement with a teacher is measured on each seed's own test
     * split; the table's teachers are measured on that of the first seed.
     *
     * @param title what is compared
     * @param images in numbers
     * @param classNames the images' classes
     * @return the comparison
     * @throws IOException when the images cannot be read
     * @throws InputException when there is nothing to train or no test split, or taps, shapes and objectives do not fit
     */
    public Comparison compare(String title, DatasetSummary images, List<String> classNames) throws IOException {
        try (ExperimentFolder kept = ExperimentFolder.of(folder, weights)) {
            Comparison comparison = run(kept, classNames).compare(title, images);
            kept.finished();
            return comparison;
        }
    }

    /**
     * A finished student from the trials' folder.
     *
     * @param recipe as {@link #with} calls it
     * @param seed one of the seeds
     * @return the student, without history, on its distillation's device, to be closed
     * @throws IOException when the images or the weights cannot be read
     * @throws InputException when there is no folder, no such student, or its weights were not kept
     */
    public TrainedStudent student(String recipe, long seed) throws IOException {
        try (ExperimentFolder kept = ExperimentFolder.of(folder, weights)) {
            return run(kept, List.of()).load(recipe, seed);
        }
    }

    private ExperimentRun run(ExperimentFolder kept, List<String> classNames) {
        return new ExperimentRun(
                trainingData,
                distillations,
                LongStream.of(seeds).boxed().toList(),
                new ExperimentRun.Keeping(kept, retry),
                classNames);
    }
}
