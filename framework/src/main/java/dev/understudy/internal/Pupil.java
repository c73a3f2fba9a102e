package dev.understudy.internal;

import ai.djl.Model;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.GradientCollector;
import dev.understudy.Activations;
import dev.understudy.Curriculum;
import dev.understudy.Distillation;
import dev.understudy.EpochResult;
import dev.understudy.Event;
import dev.understudy.Helper;
import dev.understudy.InputException;
import dev.understudy.Needs;
import dev.understudy.Observer;
import dev.understudy.Progress;
import dev.understudy.Stage;
import dev.understudy.TeacherTap;
import dev.understudy.TrainedStudent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One student on its way through its stages, epoch by epoch. */
final class Pupil implements AutoCloseable {

    private final Distillation distillation;
    private final Observer observer;
    private final Model model;
    private final Block network;
    private final Map<String, Block> helpers = new LinkedHashMap<>();
    private final List<EpochResult> history = new ArrayList<>();
    private final Probe shapes;
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
        this.network = distillation.getStudent().network().get();
        this.epochs =
                distillation.getStages().stream().mapToInt(Stage::getEpochs).sum();
        this.shapes = prepare(new Shape(1).addAll(curriculum.getInput()));
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

    private Probe prepare(Shape one) {
        NDManager manager = model.getNDManager();
        long seed = distillation.getSeed();
        Blocks.initialize(network, manager, Seeds.mix(seed, 0), one);
        Needs needs = Needs.nothing();
        for (Stage each : distillation.getStages()) {
            needs = needs.and(each.needs());
            checkEnd(each);
        }
        Probe probe = Probe.of(model, network, distillation.getTeacher(), needs, one);
        for (Helper helper : needs.helpers()) {
            helper.builder().build(probe).ifPresent(built -> {
                Block block = built.block().get();
                Blocks.initialize(
                        block, manager, Seeds.mix(seed, 1, helper.name().hashCode()), built.input());
                helpers.put(helper.name(), block);
            });
        }
        return probe;
    }

    /** A stage that ends at a layer may not train anything past it. */
    private void checkEnd(Stage checked) {
        if (checked.getEnd() != null) {
            String end = Paths.resolve(network, "student", checked.getEnd().path());
            Route within = Route.through(network, List.of(end), false);
            Needs needs = checked.needs();
            List<String> taps = needs.studentTaps().stream()
                    .map(tap -> Paths.resolve(network, "student", tap.path()))
                    .toList();
            if (!within.parameters()
                    .containsAll(Route.through(network, taps, false).parameters())) {
                throw new InputException("The stage ends at " + checked.getEnd() + ", but its objectives read "
                        + needs.studentTaps() + " of the student");
            }
        }
    }

    Distillation distillation() {
        return distillation;
    }

    Block network() {
        return network;
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
        return distillation.getTeacher() == null || !needs.teacher() ? List.of() : Output.of(needs, shapes);
    }

    void beginEpoch() {
        StageTraining now = training;
        if (now == null) {
            Stage next = present();
            observer.on(
                    new Event.StageBegun(stage + 1, distillation.getStages().size(), next.getName(), next.getEpochs()));
            now = new StageTraining(model, new StageBlock(network, helpers(next.needs()), next.needs()), next);
            training = now;
            quiet = false;
        }
        now.beginEpoch();
        trainSeconds = 0;
        examSeconds = 0;
    }

    private Map<String, Block> helpers(Needs needs) {
        Map<String, Block> wanted = new LinkedHashMap<>();
        for (Helper helper : needs.helpers()) {
            Block block = helpers.get(helper.name());
            if (block != null) {
                wanted.put(helper.name(), block);
            }
        }
        return wanted;
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
        helpers.values().forEach(Block::clear);
        return new TrainedStudent(distillation.getStudent().name(), model, network, history);
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
