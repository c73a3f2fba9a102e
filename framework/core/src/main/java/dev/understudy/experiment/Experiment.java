package dev.understudy.experiment;

import dev.understudy.Checkpoints;
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
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Several distillations, each trained with the same seeds, and what came of them and what it cost as a {@link Comparison}.
 * The students of a seed learn in one pass and see the same batches. Immutable: each option returns a new experiment.
 *
 * <pre>{@code
 * Experiment.of(seed -> images.trainingData(64, seed))
 *         .with("student", alone)
 *         .with("kd", taught)
 *         .folder(Path.of("experiments/mine"))
 *         .compare("Two ways", images.summary(), classNames);
 * }</pre>
 *
 * <p>{@link #compare} plans what is missing, runs it part by part and collects. {@link #open} does the same step by step:
 * a plan can be written down, and its parts be {@linkplain #train trained} by other processes.
 */
public final class Experiment {

    private final LongFunction<TrainingData> trainingData;
    private Map<String, ExperimentEntry> entries = Map.of();
    private List<TablePlace> places = List.of();
    private List<Long> seeds = List.of(1L, 2L, 3L);
    private @Nullable Long order;
    private boolean oneByOne;
    private int workers = 1;
    private @Nullable Path path;
    private @Nullable ExperimentFolder folder;
    private @Nullable WeightsWriter weights = WeightsWriter.PLAIN;
    private UnaryOperator<Checkpoints> checkpoints = UnaryOperator.identity();
    private boolean retried;
    private boolean failing;
    private @Nullable LongestBaseline longest;
    private ExperimentObserver observer = ExperimentObserver.LOG;
    private String command = "in code";
    private Map<String, String> settings = Map.of();
    private @Nullable DatasetSummary images;
    private List<String> classNames = List.of();

    private Experiment(LongFunction<TrainingData> trainingData) {
        this.trainingData = trainingData;
    }

    private Experiment(Experiment from) {
        trainingData = from.trainingData;
        entries = from.entries;
        places = from.places;
        seeds = from.seeds;
        order = from.order;
        oneByOne = from.oneByOne;
        workers = from.workers;
        path = from.path;
        folder = from.folder;
        weights = from.weights;
        checkpoints = from.checkpoints;
        retried = from.retried;
        failing = from.failing;
        longest = from.longest;
        observer = from.observer;
        command = from.command;
        settings = from.settings;
        images = from.images;
        classNames = from.classNames;
    }

    private Experiment with(Consumer<Experiment> change) {
        Experiment copy = new Experiment(this);
        change.accept(copy);
        return copy;
    }

    /**
     * An experiment without distillations yet, with the seeds 1, 2 and 3, that writes nothing to the disk.
     *
     * @param trainingData what students are shown, by the seed that the order of the images follows from; it has a test
     *     split
     * @return the experiment
     */
    public static Experiment of(LongFunction<TrainingData> trainingData) {
        return new Experiment(trainingData);
    }

    /**
     * With one more distillation.
     *
     * @param recipe what the comparison calls it; {@code student} is the student alone, {@code kd} Knowledge
     *     Distillation: the others are compared with these
     * @param distillation who teaches whom; its seed is replaced
     * @return the longer experiment
     * @throws InputException when the name is taken
     */
    public Experiment with(String recipe, Distillation distillation) {
        return with(ExperimentEntry.of(recipe, distillation));
    }

    /**
     * With one more distillation.
     *
     * @param entry the distillation with its name
     * @return the longer experiment
     * @throws InputException when the name is taken
     */
    public Experiment with(ExperimentEntry entry) {
        Map<String, ExperimentEntry> more = new LinkedHashMap<>(entries);
        if (more.put(entry.getRecipe(), entry) != null) {
            throw new InputException("Two distillations are named \"" + entry.getRecipe() + "\"");
        }
        return with(copy -> copy.entries = more);
    }

    /**
     * As a table of some form; unless this says so, each recipe has a row.
     *
     * @param table where each recipe stands
     * @return the experiment
     */
    public Experiment places(List<TablePlace> table) {
        List<TablePlace> all = List.copyOf(table);
        return with(copy -> copy.places = all);
    }

    /**
     * With other seeds.
     *
     * @param others one or more, all different; an interval takes two, and means little below three
     * @return the experiment with these
     */
    public Experiment seeds(long... others) {
        if (others.length == 0 || LongStream.of(others).distinct().count() < others.length) {
            throw new InputException("Wanted one or more seeds, all different, got "
                    + LongStream.of(others).boxed().toList());
        }
        return with(copy -> copy.seeds = LongStream.of(others).boxed().toList());
    }

    /**
     * Shows the images to all seeds in the order of the first one, so that all learn in one pass: faster where there are
     * few recipes, but the standard deviation over seeds then leaves the order out.
     *
     * @param same whether they share it; unless this says so, each seed has an order of its own
     * @return the experiment
     */
    public Experiment sameOrder(boolean same) {
        return with(copy -> copy.order = same ? copy.seeds.get(0) : null);
    }

    /**
     * Trains one student after another, each in a pass of its own.
     *
     * @return the experiment
     */
    public Experiment oneByOne() {
        return with(copy -> copy.oneByOne = true);
    }

    /**
     * With several students that learn at once; see {@link dev.understudy.StudentGroup#workers}.
     *
     * @param count how many, at least 1
     * @return the experiment
     */
    public Experiment workers(int count) {
        if (count < 1) {
            throw new InputException("Wanted 1 or more students that learn at once, got " + count);
        }
        return with(copy -> copy.workers = count);
    }

    /**
     * With a folder, so that an experiment that ended before its time goes on: the same call takes finished students and
     * measured costs as they are, and goes on with the others from their checkpoints, on a processor to the same bits. A student is known
     * by all that it depends on ({@link Identity}): images, networks, teacher, stages, your code, seed. One of other
     * settings is trained again, a warning says what changed, and the earlier one lies beside. Of a distillation with an
     * objective that is a lambda without {@linkplain Objective#named a name} nothing is taken by another call.
     *
     * <p>Finished students lie in {@code students}, their weights in {@code weights} ({@link #student} loads them), those
     * that failed in {@code gaps}, costs in {@code profiles}, and checkpoints, a minute or more apart, in
     * {@code checkpoints} until all is finished; a distillation's own {@linkplain Distillation#checkpoints checkpoints} are
     * not written.
     *
     * <p>The folder is new, empty, or one that an earlier experiment made: it carries a mark. Any other is refused.
     *
     * @param kept this experiment's alone; made where it is missing, refused where it holds what others made
     * @return the experiment
     */
    public Experiment folder(Path kept) {
        return with(copy -> {
            copy.path = kept;
            copy.folder = null;
        });
    }

    /**
     * With a folder that is open already, and stays so.
     *
     * @param open the folder
     * @return the experiment
     */
    public Experiment folder(ExperimentFolder open) {
        return with(copy -> {
            copy.path = null;
            copy.folder = open;
        });
    }

    /**
     * With or without the students' weights in the folder.
     *
     * @param kept whether they are kept, as they are unless this says otherwise
     * @return the experiment
     */
    public Experiment weights(boolean kept) {
        return with(copy -> copy.weights = kept ? WeightsWriter.PLAIN : null);
    }

    /**
     * With weights that are written in another way.
     *
     * @param writer writes those of each student
     * @return the experiment
     */
    public Experiment weights(WeightsWriter writer) {
        return with(copy -> copy.weights = writer);
    }

    /**
     * With checkpoints at another pace than once a minute.
     *
     * @param pace gives a student's checkpoints their pace, such as {@code checkpoints -> checkpoints.everySteps(100)}
     * @return the experiment
     */
    public Experiment checkpoints(UnaryOperator<Checkpoints> pace) {
        return with(copy -> copy.checkpoints = pace);
    }

    /**
     * With or without another try of the gaps: students that could not be trained before.
     *
     * @param again whether they are tried again; unless this says so, they stay gaps until their settings change
     * @return the experiment
     */
    public Experiment retry(boolean again) {
        return with(copy -> copy.retried = again);
    }

    /**
     * Ends with the first student that cannot be trained, which else is a {@linkplain Comparison#gaps() gap}.
     *
     * @return the experiment
     */
    public Experiment withoutGaps() {
        return with(copy -> copy.failing = true);
    }

    /**
     * With two more rows that comparisons leave out: the student alone, trained for as many steps as the longest of the
     * others, and for as much time as the slowest.
     *
     * @param recipe the student alone, one of the experiment's, with as many epochs as the others are meant to have
     * @param longer the same by its number of epochs, by a name that ends with the number
     * @param mostEpochs a row that would take more is left out
     * @return the experiment
     */
    public Experiment asLongAs(String recipe, IntFunction<ExperimentEntry> longer, int mostEpochs) {
        return with(copy -> copy.longest = new LongestBaseline(recipe, longer, mostEpochs));
    }

    /**
     * With somebody who is told what happens.
     *
     * @param other is told
     * @return the experiment
     */
    public Experiment observer(ExperimentObserver other) {
        return with(copy -> copy.observer = other);
    }

    /**
     * With what results say of where they come from.
     *
     * @param typed the command that made them; {@code in code} unless this says otherwise
     * @param shared settings that all recipes share, for the report
     * @return the experiment
     */
    public Experiment origin(String typed, Map<String, String> shared) {
        Map<String, String> all = Collections.unmodifiableMap(new LinkedHashMap<>(shared));
        return with(copy -> {
            copy.command = typed;
            copy.settings = all;
        });
    }

    /**
     * With what the images are.
     *
     * @param summary the images in numbers
     * @param classes the names of their classes
     * @return the experiment
     */
    public Experiment images(DatasetSummary summary, List<String> classes) {
        List<String> all = List.copyOf(classes);
        return with(copy -> {
            copy.images = summary;
            copy.classNames = all;
        });
    }

    /**
     * Measures what each distillation costs, alone with the first seed, as {@link Profiler} does; then trains all of them,
     * seed by seed. A student whose loss turns into something that is not a number, or whose objectives throw, is a
     * {@linkplain Comparison#gaps() gap}, and the others go on. Agreement with a teacher is measured on each seed's own test
     * split; the table's teachers are measured on that of the first seed.
     *
     * @param title what is compared
     * @param summary the images in numbers
     * @param classes the images' classes
     * @return the comparison
     * @throws IOException when the images cannot be read
     * @throws InputException when there is nothing to train or no test split, or taps, shapes and objectives do not fit
     */
    public Comparison compare(String title, DatasetSummary summary, List<String> classes) throws IOException {
        Experiment all = images(summary, classes);
        try (ExperimentRun run = all.open()) {
            run.measure();
            for (ExperimentPlan.Part part : run.plan().parts()) {
                run.train(part);
            }
            Comparison comparison = run.collect(title);
            run.finished();
            return comparison;
        }
    }

    /**
     * Takes the folder, where there is one, to do step by step what {@link #compare} does.
     *
     * @return the experiment at work, to be closed
     * @throws InputException when there is nothing to train
     */
    public ExperimentRun open() {
        ExperimentFolder own = path == null ? null : ExperimentFolder.open(path);
        boolean opened = false;
        try {
            ExperimentRun run = new ExperimentRun(this, own == null ? folder : own, own);
            opened = true;
            return run;
        } finally {
            if (!opened && own != null) {
                own.close();
            }
        }
    }

    /**
     * Trains a part that another process planned with the same experiment, in the folder that both share. Results are kept
     * there, and the other process collects them.
     *
     * @param part of the other's plan
     * @throws IOException when the images cannot be read
     * @throws InputException when there is no folder, or the experiment here is not the one that was planned
     */
    public void train(ExperimentPlan.Part part) throws IOException {
        if (path == null) {
            throw new InputException("A part that another process planned is run in the folder that both share; this"
                    + " experiment has none");
        }
        try (ExperimentFolder shared = ExperimentFolder.join(path, ExperimentFolder.Kind.EXPERIMENT);
                ExperimentRun run = folder(shared).open()) {
            run.train(part);
        }
    }

    /**
     * A finished student from the experiment's folder.
     *
     * @param recipe as {@link #with} calls it
     * @param seed one of the seeds
     * @return the student, without history, on its distillation's device, to be closed
     * @throws IOException when the images or the weights cannot be read
     * @throws InputException when there is no folder, no such student, or its weights were not kept
     */
    public TrainedStudent student(String recipe, long seed) throws IOException {
        ExperimentEntry entry = entries.get(recipe);
        if (entry == null || !seeds.contains(seed)) {
            throw new InputException("No student \"" + recipe + "\" seed " + seed + " in this experiment; there are "
                    + entries.keySet() + " with the seeds " + seeds);
        }
        try (ExperimentRun run = open()) {
            return TrainedStudent.load(
                    entry.getDistillation().getStudent(),
                    run.weights(entry, seed),
                    trainingData.apply(seed).getInput(),
                    entry.getDistillation().getDevice());
        }
    }

    LongFunction<TrainingData> getTrainingData() {
        return trainingData;
    }

    List<ExperimentEntry> getEntries() {
        return new ArrayList<>(entries.values());
    }

    List<TablePlace> getPlaces() {
        return places.isEmpty() ? entries.keySet().stream().map(TablePlace::of).toList() : places;
    }

    List<Long> getSeeds() {
        return seeds;
    }

    @Nullable
    Long getOrder() {
        return order;
    }

    boolean isOneByOne() {
        return oneByOne;
    }

    int getWorkers() {
        return workers;
    }

    @Nullable
    WeightsWriter getWeights() {
        return weights;
    }

    UnaryOperator<Checkpoints> getCheckpoints() {
        return checkpoints;
    }

    boolean isRetried() {
        return retried;
    }

    boolean isFailing() {
        return failing;
    }

    @Nullable
    LongestBaseline getLongest() {
        return longest;
    }

    ExperimentObserver getObserver() {
        return observer;
    }

    String getCommand() {
        return command;
    }

    Map<String, String> getSettings() {
        return settings;
    }

    DatasetSummary getImages() {
        if (images == null) {
            throw new InputException(
                    "An experiment that trains and collects says what its images are: Experiment.images");
        }
        return images;
    }

    List<String> getClassNames() {
        return classNames;
    }
}
