package dev.understudy.internal.loop;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import dev.understudy.Distillation;
import dev.understudy.EpochResult;
import dev.understudy.Event;
import dev.understudy.Observer;
import dev.understudy.Stage;
import dev.understudy.TrainedStudent;
import dev.understudy.TrainingData;
import dev.understudy.TrainingException;
import dev.understudy.TrainingProgress;
import dev.understudy.internal.arithmetic.OnHost;
import dev.understudy.internal.cache.OutputStore;
import dev.understudy.internal.checkpoint.Checkpoint;
import dev.understudy.internal.checkpoint.CheckpointBudget;
import dev.understudy.internal.checkpoint.CheckpointFolder;
import dev.understudy.internal.checkpoint.CheckpointWriter;
import dev.understudy.internal.checkpoint.EpochAccuracies;
import dev.understudy.internal.context.BatchForm;
import dev.understudy.internal.context.StageReading;
import dev.understudy.internal.context.StepData;
import dev.understudy.internal.context.StepPlace;
import dev.understudy.internal.context.TrainingSetValues;
import dev.understudy.internal.data.Seeds;
import dev.understudy.internal.format.Weights;
import dev.understudy.internal.network.Inference;
import dev.understudy.internal.network.NetworkDescription;
import dev.understudy.internal.source.Averages;
import dev.understudy.internal.text.UserCall;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One student on its way through its stages, epoch by epoch. */
final class StudentTrainer implements AutoCloseable {

    /** No epoch has as many steps as these bits can count. */
    private static final int EPOCH_BITS = 40;

    /** Sets the seeds of what objectives draw apart from others of the same step. */
    private static final int DRAWS = 4;

    private final Distillation distillation;
    private final Observer observer;
    private final Model model;
    private final InitialStudent student;
    private final Averages averages;
    private final List<EpochResult> history = new ArrayList<>();
    private final List<StageReading> readings;
    private final int epochs;
    private int stage;
    private int epoch;
    private long step;
    private long kept;
    private boolean busy;
    private TrainingProgress latest = new TrainingProgress(0, 1, 0, 1);
    private @Nullable StageTrainer training;
    private @Nullable CheckpointWriter writer;
    private boolean quiet;
    private Map<String, NDArray> known = Map.of();
    private double trainSeconds;
    private double evaluationSeconds;

    private StudentTrainer(Distillation distillation, TrainingData trainingData, Observer observer, Model model) {
        this.distillation = distillation;
        this.observer = observer;
        this.model = model;
        this.student = InitialStudent.of(model, distillation, trainingData);
        this.averages = new Averages(distillation.getSources(), student, model.getNDManager());
        this.readings = distillation.getStages().stream()
                .map(each -> new StageReading(each, student.shapes()))
                .toList();
        this.epochs =
                distillation.getStages().stream().mapToInt(Stage::getEpochs).sum();
    }

    /**
     * A student that has been looked at closely enough to know that everything fits: a fresh one, or one that goes on from
     * its checkpoint.
     *
     * @param budget what its checkpoints may take, together with those of the others
     */
    static StudentTrainer of(
            Distillation distillation, TrainingData trainingData, Observer observer, CheckpointBudget budget) {
        Model model = Model.newInstance(distillation.getStudent().name(), distillation.getDevice());
        StudentTrainer trainer;
        try {
            trainer = new StudentTrainer(distillation, trainingData, observer, model);
        } catch (RuntimeException | Error e) {
            model.close();
            throw e;
        }
        try {
            trainer.goOn(CheckpointWriter.of(distillation, trainingData, budget));
            return trainer;
        } catch (RuntimeException | Error e) {
            trainer.close();
            throw e;
        }
    }

    private void goOn(@Nullable CheckpointWriter from) {
        writer = from;
        if (from != null) {
            try (NDManager scope = model.getNDManager().newSubManager()) {
                CheckpointFolder.Found found = from.found(scope);
                if (found != null) {
                    restore(found.checkpoint());
                    tell(new Event.Resumed(history.size() + 1, epochs, step, found.file()));
                }
            }
        }
    }

    private void restore(Checkpoint checkpoint) {
        Checkpoint.State state = checkpoint.state();
        student.parameters()
                .forEach((name, parameter) -> Weights.replace(
                        parameter,
                        Objects.requireNonNull(checkpoint.arrays().get(name), name)
                                .duplicate(),
                        model.getNDManager()));
        averages.restore(checkpoint.arrays());
        history.addAll(state.history());
        stage = state.stage();
        epoch = state.epoch();
        step = state.step();
        quiet = state.quiet();
        trainSeconds = state.trainSeconds();
        if (epoch > 0 || step > 0) {
            begin(present()).restore(checkpoint.arrays(), state.samples());
        }
        kept = moment();
    }

    /** Grows with each step and each epoch. */
    private long moment() {
        return ((long) history.size() << EPOCH_BITS) + step;
    }

    Distillation distillation() {
        return distillation;
    }

    /** The student as it is tested, to be closed. */
    Inference inference(NDManager manager) {
        return averages.inference(manager);
    }

    /** Whether all stages are behind it. */
    boolean isFinished() {
        return stage == distillation.getStages().size();
    }

    /** How many epochs of all stages are done. */
    int epochsDone() {
        return history.size();
    }

    /** Whether it has done a step of its present epoch already, before the training was interrupted. */
    boolean isPast(long one) {
        return step > one;
    }

    /** Whether it is known, or was found, to draw no random numbers in the present stage. */
    boolean isQuiet() {
        return quiet;
    }

    void foundQuiet() {
        quiet = true;
    }

    /** Whether the student is tested after the epoch. */
    boolean isEvaluated() {
        return present().isTested();
    }

    /**
     * Whether it was finished before, and not on the images that there are now.
     *
     * @param trainingData what is shown
     */
    boolean isUnmeasured(TrainingData trainingData) {
        Stage end = distillation.getStages().get(distillation.getStages().size() - 1);
        if (!isFinished() || !end.isTested()) {
            return false;
        }
        EpochResult last = history.get(history.size() - 1);
        return (trainingData.getValidation() != null && last.validationAccuracy() == null)
                || (trainingData.getTest() != null && last.testAccuracy() == null);
    }

    /** How the finished student answers; nothing of it changed since its last epoch. */
    void measured(@Nullable Double validation, @Nullable Double test) {
        int last = history.size() - 1;
        history.set(last, EpochAccuracies.replace(history.get(last), validation, test));
    }

    Stage present() {
        return distillation.getStages().get(stage);
    }

    /**
     * Where a student stands.
     *
     * @param seed of all that it draws
     * @param epochs how many epochs of all stages are done
     * @param epoch how many of the present stage
     * @param step how many steps of the present epoch
     */
    record Place(long seed, int epochs, int epoch, long step) {}

    Place place() {
        return new Place(distillation.getSeed(), history.size(), epoch, step);
    }

    /** What it reads in the present stage. */
    StageReading reading() {
        return readings.get(stage);
    }

    /** All forms that it sees in any stage. */
    List<BatchForm> allForms() {
        return readings.stream()
                .flatMap(each -> each.forms().stream())
                .distinct()
                .toList();
    }

    /** What it reads of a source for a form of the batches, stage by stage. */
    List<OutputStore.Slot> reading(String source, BatchForm form) {
        List<OutputStore.Slot> slots = new ArrayList<>();
        for (int i = 0; i < readings.size(); i++) {
            int length = distillation.getStages().get(i).getEpochs();
            slots.add(new OutputStore.Slot(length, readings.get(i).outputs(source, form)));
        }
        return slots;
    }

    /** What has to be known of its teacher before the present stage. */
    Set<TrainingSetValues.Value> precomputed() {
        return TrainingSetValues.of(distillation.getTeacher(), reading().needs(), student.shapes()::getClasses);
    }

    /** 0 before the first is done. */
    long samplesOfTheLastEpoch() {
        return history.isEmpty() ? 0 : history.get(history.size() - 1).samples();
    }

    /** Refuses an epoch whose last batch it cannot learn from, in whichever stage. */
    void checkLastBatch(long samples, long size, Shape input) {
        for (Stage each : distillation.getStages()) {
            LastBatch.check(
                    distillation.getStudent().name(), student.block(each), samples, size, input, model.getNDManager());
        }
    }

    /**
     * Begins an epoch.
     *
     * @param values what has to be known of its teacher, by name
     */
    void beginEpoch(Map<String, NDArray> values) {
        known = values;
        StageTrainer now = training;
        if (now == null) {
            Stage next = present();
            tell(new Event.StageBegun(stage + 1, distillation.getStages().size(), next.getName(), next.getEpochs()));
            now = begin(next);
            quiet = now.isKnownToDrawNothing();
        }
        if (step == 0) {
            now.beginEpoch();
            trainSeconds = 0;
        }
        evaluationSeconds = 0;
    }

    private StageTrainer begin(Stage next) {
        StageTrainer now = new StageTrainer(model, student, next);
        averages.begin(next);
        training = now;
        return now;
    }

    /** The seed of everything random in a step. */
    int seed() {
        return (int) Seeds.mix(distillation.getSeed(), 2, history.size(), step + 1);
    }

    /**
     * One step, the next one of the epoch.
     *
     * @param collector the open gradient collector
     * @param batch the batch; what the step makes is freed with it
     * @param length how long the epoch is
     */
    void learn(GradientCollector collector, StudentBatch batch, EpochLength.Length length) {
        long begin = System.nanoTime();
        busy = true;
        latest = progress(step, length.steps());
        long seed = Seeds.mix(distillation.getSeed(), DRAWS, history.size(), step);
        StepPlace place = new StepPlace(latest, length.samples(), seed);
        StepData data = batch.data(known, place);
        averages.show("", data.images(), data.sources());
        data.views().forEach((name, view) -> averages.show(name, view.images(), view.sources()));
        running().learn(collector, data, batch.own().size());
        averages.update();
        step++;
        busy = false;
        trainSeconds += (System.nanoTime() - begin) / 1e9;
    }

    /** The auxiliary modules of the present stage, by name. */
    Map<String, NetworkDescription> moduleTexts() {
        return student.moduleTexts(present());
    }

    /** All that the present stage reads or changes, by name; the handles go with the scope. */
    Map<String, NDArray> numbers(NDManager scope) {
        Map<String, NDArray> numbers = new LinkedHashMap<>();
        student.parameters(present()).forEach((name, parameter) -> numbers.put(name, parameter.getArray()));
        averages.keep(numbers, scope);
        numbers.putAll(running().numbers(scope));
        return numbers;
    }

    /**
     * Has what came of another's steps of the same epoch, as if it had taken them itself.
     *
     * @param other who began the epoch with the same {@link #numbers}, and has not ended it
     */
    void takeOver(StudentTrainer other) {
        try (NDManager scope = model.getNDManager().newSubManager()) {
            Map<String, NDArray> numbers = other.numbers(scope);
            student.parameters(present())
                    .forEach((name, parameter) ->
                            Weights.copy(Objects.requireNonNull(numbers.get(name), name), parameter, scope));
            averages.restore(numbers);
            running().restore(numbers, other.samples());
        }
        quiet = other.quiet;
        trainSeconds = other.trainSeconds;
        evaluationSeconds = other.evaluationSeconds;
    }

    /** How many steps lie before the next checkpoint, where these are counted. */
    int stepsToCheckpoint() {
        return writer == null ? Integer.MAX_VALUE : writer.stepsLeft();
    }

    /** Writes a checkpoint if it is time for one; to be called after each round of so many steps. */
    void keepIfDue(int steps) {
        if (writer != null && writer.isDue(steps)) {
            keep();
        }
    }

    /**
     * Writes a checkpoint, unless there is one of this moment or a step was left in the middle.
     *
     * @throws TrainingException where its numbers are none any more
     */
    void keep() {
        if (writer == null || busy || moment() <= kept) {
            return;
        }
        try (NDManager scope = model.getNDManager().newSubManager()) {
            Map<String, NDArray> numbers = new LinkedHashMap<>();
            student.parameters().forEach((name, parameter) -> numbers.put(name, number(name, parameter)));
            averages.keep(numbers, scope);
            if (training != null) {
                if (step > 0) {
                    training.terms(latest);
                }
                numbers.putAll(training.numbers(scope));
            }
            if (writer.keep(new Checkpoint(state(writer), numbers))) {
                kept = moment();
            }
        }
    }

    /** The array of a parameter, as long as it holds numbers. */
    private NDArray number(String name, Parameter parameter) {
        NDArray array = parameter.getArray();
        try (NDArray values = array.stopGradient();
                NDArray sum = values.sum()) {
            if (!Float.isFinite(OnHost.<Float>read(sum, NDArray::getFloat))) {
                throw new TrainingException("The weights \"" + name + "\" are no numbers any more after step " + step
                        + " of epoch " + (history.size() + 1) + "; a lower learning rate or a warm-up may help");
            }
        }
        return array;
    }

    private Checkpoint.State state(CheckpointWriter by) {
        return new Checkpoint.State(
                Checkpoint.FORMAT,
                by.origin(),
                by.surroundings(),
                stage,
                epoch,
                step,
                samples(),
                quiet,
                trainSeconds,
                history);
    }

    /** How many samples of the present epoch it has seen. */
    long samples() {
        return training == null ? 0 : training.samples();
    }

    private TrainingProgress progress(long step, long steps) {
        return new TrainingProgress(epoch, present().getEpochs(), step, steps);
    }

    /** Adds its part of what was done for several. */
    void alsoTook(double seconds) {
        trainSeconds += seconds;
    }

    void alsoEvaluated(double seconds) {
        evaluationSeconds += seconds;
    }

    /**
     * Tells of its step.
     *
     * @param samples how many samples of the epoch it has seen
     * @param total how many there are
     */
    void tellStep(long samples, long total) {
        tell(new Event.StepDone(history.size() + 1, epochs, samples, total));
    }

    /** Tells of a step in which it had nothing to do. */
    void tellOthersStep(long total) {
        tellStep(0, total);
    }

    /** Tells of images that it was tested on. */
    void tellEvaluation(long samples) {
        tell(new Event.Evaluated(Math.min(history.size() + 1, epochs), epochs, samples));
    }

    /** The same with the checkpoint that is left. */
    TrainingException explain(TrainingException reason) {
        return writer == null || writer.newest() == null
                ? reason
                : new TrainingException(reason.getMessage() + "; the last checkpoint before it is " + writer.newest());
    }

    /**
     * The epoch's means; a loss that is no longer a number ends the training here.
     *
     * @param steps how many steps the epoch had
     */
    Map<String, Double> terms(long steps) {
        return running().terms(progress(Math.max(0, steps - 1), Math.max(1, steps)));
    }

    /** Ends the epoch, and the stage with its last one. */
    void endEpoch(long steps, Map<String, Double> terms, @Nullable Double validation, @Nullable Double test) {
        StageTrainer ended = running();
        Stage now = present();
        EpochResult result = new EpochResult(
                stage + 1,
                now.getName(),
                history.size() + 1,
                ended.learningRate(progress(Math.max(0, steps - 1), Math.max(1, steps))),
                ended.total(terms),
                terms,
                validation,
                test,
                ended.samples(),
                trainSeconds,
                trainSeconds + evaluationSeconds);
        history.add(result);
        step = 0;
        if (++epoch == now.getEpochs()) {
            ended.close();
            training = null;
            epoch = 0;
            stage++;
        }
        tell(new Event.EpochDone(result, epochs));
    }

    private void tell(Event event) {
        UserCall.run(() -> "The observer of \"" + distillation.getStudent().name() + "\"", () -> observer.on(event));
    }

    private StageTrainer running() {
        return Objects.requireNonNull(training, "no epoch was begun");
    }

    /** The trained student, which owns the network from now on. */
    TrainedStudent finish() {
        closeWriter();
        averages.ship(model.getNDManager());
        averages.close();
        student.dropModules();
        TrainedStudent trained =
                new TrainedStudent(distillation.getStudent().name(), model, student.network(), history);
        Map<String, TrainedStudent> peers = new LinkedHashMap<>();
        student.peers().forEach((name, peer) -> peers.put(name, new TrainedStudent(name, model, peer, List.of())));
        return trained.peers(peers);
    }

    @Override
    public void close() {
        if (training != null) {
            training.close();
            training = null;
        }
        closeWriter();
        model.close();
    }

    private void closeWriter() {
        if (writer != null) {
            writer.close();
        }
    }
}
