package dev.understudy.internal;

import ai.djl.Model;
import ai.djl.nn.Block;
import ai.djl.training.GradientCollector;
import dev.understudy.Activations;
import dev.understudy.Curriculum;
import dev.understudy.Distillation;
import dev.understudy.EpochResult;
import dev.understudy.Event;
import dev.understudy.Needs;
import dev.understudy.Observer;
import dev.understudy.Progress;
import dev.understudy.Stage;
import dev.understudy.TeacherTap;
import dev.understudy.TrainedStudent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One student on its way through its stages, epoch by epoch. */
final class Pupil implements AutoCloseable {

    private final Distillation distillation;
    private final Observer observer;
    private final Model model;
    private final FreshStudent student;
    private final List<EpochResult> history = new ArrayList<>();
    private final int epochs;
    private int stage;
    private int epoch;
    private @Nullable StageTraining training;
    private boolean quiet;
    private double trainSeconds;
    private double examSeconds;

    private Pupil(Distillation distillation, Curriculum curriculum, Observer observer, Model model) {
        this.distillation = distillation;
        this.observer = observer;
        this.model = model;
        this.student = FreshStudent.of(model, distillation, curriculum);
        this.epochs =
                distillation.getStages().stream().mapToInt(Stage::getEpochs).sum();
    }

    /** A fresh student, which has been looked at closely enough to know that everything fits. */
    static Pupil of(Distillation distillation, Curriculum curriculum, Observer observer) {
        Model model = Model.newInstance(distillation.getStudent().name(), distillation.getDevice());
        try {
            return new Pupil(distillation, curriculum, observer, model);
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    Distillation distillation() {
        return distillation;
    }

    Block network() {
        return student.network();
    }

    /** Whether all stages are behind it. */
    boolean isFinished() {
        return stage == distillation.getStages().size();
    }

    /** Whether it was found to draw no random numbers in the present stage. */
    boolean isQuiet() {
        return quiet;
    }

    void foundQuiet() {
        quiet = true;
    }

    /** Whether the stage trains the network's output, so that it can be examined. */
    boolean isExamined() {
        return present().needs().studentLogits();
    }

    private Stage present() {
        return distillation.getStages().get(stage);
    }

    /** What it reads of its teacher in the present stage. */
    List<Output> reads() {
        return reads(present());
    }

    /** What it reads of its teacher, stage by stage. */
    List<OutputStore.Slot> timetable() {
        return distillation.getStages().stream()
                .map(each -> new OutputStore.Slot(each.getEpochs(), reads(each)))
                .toList();
    }

    private List<Output> reads(Stage one) {
        Needs needs = one.needs();
        return distillation.getTeacher() == null || !needs.teacher() ? List.of() : Output.of(needs, student.shapes());
    }

    void beginEpoch() {
        StageTraining now = training;
        if (now == null) {
            Stage next = present();
            observer.on(
                    new Event.StageBegun(stage + 1, distillation.getStages().size(), next.getName(), next.getEpochs()));
            now = new StageTraining(model, student.block(next.needs()), next);
            training = now;
            quiet = false;
        }
        now.beginEpoch();
        trainSeconds = 0;
        examSeconds = 0;
    }

    /** The seed of everything random in a step. */
    int seed(long step) {
        return (int) Seeds.mix(distillation.getSeed(), 2, history.size(), step + 1);
    }

    /**
     * One step.
     *
     * @param collector the open gradient collector
     * @param material the batch; what the step makes is freed with its manager
     * @param shown what the teacher put out for it
     * @param step the step within the epoch, from 0
     * @param steps how many steps the epoch has
     */
    void learn(GradientCollector collector, Material material, Activations<TeacherTap> shown, long step, long steps) {
        long begin = System.nanoTime();
        running().learn(collector, material, shown, progress(step, steps));
        trainSeconds += (System.nanoTime() - begin) / 1e9;
    }

    private Progress progress(long step, long steps) {
        return new Progress(epoch, present().getEpochs(), step, steps);
    }

    /** Adds its part of what was done for several. */
    void alsoTook(double seconds) {
        trainSeconds += seconds;
    }

    void alsoExamined(double seconds) {
        examSeconds += seconds;
    }

    /** Tells of a step. */
    void tellStep(long samples, long total) {
        observer.on(new Event.StepDone(history.size() + 1, epochs, samples, total));
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
        StageTraining ended = running();
        Stage now = present();
        EpochResult result = new EpochResult(
                stage + 1,
                now.getName(),
                history.size() + 1,
                now.getSchedule().learningRate(progress(Math.max(0, steps - 1), Math.max(1, steps))),
                ended.total(terms),
                terms,
                validation,
                test,
                ended.samples(),
                trainSeconds,
                trainSeconds + examSeconds);
        history.add(result);
        observer.on(new Event.EpochDone(result, epochs));
        if (++epoch == now.getEpochs()) {
            ended.close();
            training = null;
            epoch = 0;
            stage++;
        }
    }

    private StageTraining running() {
        return Objects.requireNonNull(training, "no epoch was begun");
    }

    /** The trained student, which owns the network from now on. */
    TrainedStudent graduate() {
        student.dropHelpers();
        return new TrainedStudent(distillation.getStudent().name(), model, student.network(), history);
    }

    @Override
    public void close() {
        if (training != null) {
            training.close();
            training = null;
        }
        model.close();
    }
}
