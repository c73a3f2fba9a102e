package dev.understudy.internal;

import ai.djl.Model;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset;
import ai.djl.translate.TranslateException;
import dev.understudy.Curriculum;
import dev.understudy.Distillation;
import dev.understudy.EpochResult;
import dev.understudy.Evaluation;
import dev.understudy.Event;
import dev.understudy.Helper;
import dev.understudy.InputException;
import dev.understudy.NativeSetup;
import dev.understudy.Needs;
import dev.understudy.Observer;
import dev.understudy.Progress;
import dev.understudy.Stage;
import dev.understudy.Teacher;
import dev.understudy.TrainedStudent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The training loop: stage by stage, epoch by epoch, batch by batch. */
public final class Training {

    static {
        NativeSetup.apply();
    }

    private final Distillation distillation;
    private final Curriculum curriculum;
    private final Observer observer;
    private final Model model;
    private final Block network;
    private final Map<String, Block> helpers = new LinkedHashMap<>();
    private final List<EpochResult> history = new ArrayList<>();
    private final int epochs;
    private @Nullable OutputStore kept;

    private Training(Distillation distillation, Curriculum curriculum, Observer observer, Model model) {
        this.distillation = distillation;
        this.curriculum = curriculum;
        this.observer = observer;
        this.model = model;
        this.network = distillation.getStudent().network().get();
        this.epochs =
                distillation.getStages().stream().mapToInt(Stage::getEpochs).sum();
    }

    /**
     * Trains a fresh student.
     *
     * @param distillation who teaches whom
     * @param curriculum what is shown
     * @param observer is told
     * @return the trained student
     * @throws IOException when the data cannot be read
     */
    public static TrainedStudent run(Distillation distillation, Curriculum curriculum, Observer observer)
            throws IOException {
        String name = distillation.getStudent().name();
        Model model = Model.newInstance(name, distillation.getDevice());
        boolean done = false;
        try {
            Training training = new Training(distillation, curriculum, observer, model);
            training.prepare();
            training.train();
            done = true;
            return new TrainedStudent(name, model, training.network, training.history);
        } finally {
            if (!done) {
                model.close();
            }
        }
    }

    private void prepare() throws IOException {
        Shape one = new Shape(1).addAll(curriculum.getInput());
        NDManager manager = model.getNDManager();
        long seed = distillation.getSeed();
        Blocks.initialize(network, manager, Seeds.mix(seed, 0), one);
        Needs needs = Needs.nothing();
        for (Stage stage : distillation.getStages()) {
            needs = needs.and(stage.needs());
            checkEnd(stage);
        }
        Probe shapes = Probe.of(model, network, distillation.getTeacher(), needs, one);
        for (Helper helper : needs.helpers()) {
            helper.builder().build(shapes).ifPresent(built -> {
                Block block = built.block().get();
                Blocks.initialize(
                        block, manager, Seeds.mix(seed, 1, helper.name().hashCode()), built.input());
                helpers.put(helper.name(), block);
            });
        }
        kept = OutputStore.of(distillation, curriculum, shapes, manager);
    }

    /** A stage that ends at a layer may not train anything past it. */
    private void checkEnd(Stage stage) {
        if (stage.getEnd() != null) {
            String end = Paths.resolve(network, "student", stage.getEnd().path());
            Route within = Route.through(network, List.of(end), false);
            Needs needs = stage.needs();
            List<String> taps = needs.studentTaps().stream()
                    .map(tap -> Paths.resolve(network, "student", tap.path()))
                    .toList();
            if (!within.parameters()
                    .containsAll(Route.through(network, taps, false).parameters())) {
                throw new InputException("The stage ends at " + stage.getEnd() + ", but its objectives read "
                        + needs.studentTaps() + " of the student");
            }
        }
    }

    private void train() throws IOException {
        int done = 0;
        for (int i = 0; i < distillation.getStages().size(); i++) {
            Stage stage = distillation.getStages().get(i);
            observer.on(
                    new Event.StageBegun(i + 1, distillation.getStages().size(), stage.getName(), stage.getEpochs()));
            Needs needs = stage.needs();
            StageBlock block = new StageBlock(network, of(needs), needs);
            try (StageTraining training = new StageTraining(model, block, stage, outputs(needs))) {
                for (int epoch = 0; epoch < stage.getEpochs(); epoch++) {
                    EpochResult result = epoch(training, stage, i + 1, epoch, done++);
                    history.add(result);
                    observer.on(new Event.EpochDone(result, epochs));
                }
            }
        }
        helpers.values().forEach(Block::clear);
    }

    private Map<String, Block> of(Needs needs) {
        Map<String, Block> wanted = new LinkedHashMap<>();
        for (Helper helper : needs.helpers()) {
            Block block = helpers.get(helper.name());
            if (block != null) {
                wanted.put(helper.name(), block);
            }
        }
        return wanted;
    }

    private Outputs outputs(Needs needs) {
        Teacher teacher = distillation.getTeacher();
        if (teacher == null || !needs.teacher()) {
            return Outputs.NONE;
        }
        return kept != null
                ? new KeptOutputs(kept, needs)
                : Outputs.live(teacher.watch(model.getNDManager(), needs.teacherTaps(), needs.teacherLogits()));
    }

    private EpochResult epoch(StageTraining training, Stage stage, int number, int epoch, int done) throws IOException {
        long begin = System.nanoTime();
        training.beginEpoch(done, total -> observer.on(new Event.StepDone(done + 1, epochs, 0, total)));
        Progress progress = new Progress(epoch, stage.getEpochs(), 0, 1);
        try (NDManager scope = training.manager().newSubManager()) {
            long step = 0;
            seed(done, step);
            for (Batch batch : curriculum.getTrain().at(done).getData(scope)) {
                try (batch) {
                    progress = progress(batch, epoch, stage.getEpochs(), step++, progress);
                    seed(done, step);
                    training.learn(batch, progress);
                    observer.on(new Event.StepDone(done + 1, epochs, training.samples(), batch.getProgressTotal()));
                }
            }
        } catch (TranslateException e) {
            throw new IOException("A batch could not be made: " + e.getMessage(), e);
        }
        if (training.samples() == 0) {
            throw new InputException("The training set is empty");
        }
        double trained = seconds(begin);
        Map<String, Double> terms = training.terms(progress);
        boolean whole = stage.needs().studentLogits();
        return new EpochResult(
                number,
                stage.getName(),
                done + 1,
                stage.getSchedule().learningRate(progress),
                training.total(terms),
                terms,
                whole ? accuracy(curriculum.getValidation()) : null,
                whole ? accuracy(curriculum.getTest()) : null,
                training.samples(),
                trained,
                seconds(begin));
    }

    /** Step 0 is for the order in which a data set of DJL's gives its samples. */
    private void seed(int epoch, long step) {
        model.getNDManager().getEngine().setRandomSeed((int) Seeds.mix(distillation.getSeed(), 2, epoch, step));
    }

    private static Progress progress(Batch batch, int epoch, int epochs, long step, Progress before) {
        long steps = step == 0
                ? Math.max(1, (batch.getProgressTotal() + batch.getSize() - 1) / batch.getSize())
                : Math.max(before.steps(), step + 1);
        return new Progress(epoch, epochs, step, steps);
    }

    private @Nullable Double accuracy(@Nullable Dataset dataset) throws IOException {
        return dataset == null ? null : Evaluation.accuracy(network, dataset, model.getNDManager());
    }

    private static double seconds(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }
}
