package dev.understudy.internal.loop;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import dev.understudy.InputException;
import dev.understudy.Stage;
import dev.understudy.TrainingException;
import dev.understudy.TrainingProgress;
import dev.understudy.internal.context.StepData;
import dev.understudy.internal.identity.ObjectDescription;
import dev.understudy.internal.module.StageModules;
import dev.understudy.internal.network.Blocks;
import dev.understudy.internal.text.UserCall;
import dev.understudy.internal.update.Updater;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One stage of one student: a DJL trainer, what updates it, and the sums of its losses over an epoch. */
final class StageTrainer implements AutoCloseable {

    /** How often it is looked on a GPU whether the loss is still a number: each look waits for the device. */
    private static final int GPU_CHECK = 50;

    private static final String SUM = "sum.";

    /** Of objectives whose weights change: the sum of what each step made of them. */
    private static final String WEIGHTED = "weighted.";

    private final Stage stage;
    private final StageBlock block;
    private final StageModules modules;
    private final StageLoss loss;
    private final Trainer trainer;
    private final Updater updater;
    private final LossSums sums;
    private final LabelCheck range;
    private final int check;

    /** Whether labels can be compared with the student's logits. */
    private final boolean labelled;

    private long samples;

    StageTrainer(Model model, InitialStudent student, Stage stage) {
        this.stage = stage;
        block = student.block(stage);
        Blocks.train(block, block.trained());
        modules = block.modules();
        labelled = stage.needs().readsStudentLogits();
        loss = new StageLoss(stage, block);
        updater = new Updater(stage, student.trained(stage, block), model.getNDManager());
        block.look(updater::parameters);
        check = model.getNDManager().getDevice().isGpu() ? GPU_CHECK : 1;
        model.setBlock(block);
        trainer = model.newTrainer(new DefaultTrainingConfig(loss)
                .optDevices(new Device[] {model.getNDManager().getDevice()}));
        range = new LabelCheck("The training set", trainer.getManager());
        List<String> summed = new ArrayList<>();
        stage.getObjectives().forEach((name, weighted) -> {
            summed.add(SUM + name);
            if (!weighted.isFixed()) {
                summed.add(WEIGHTED + name);
            }
        });
        sums = new LossSums(summed, trainer.getManager());
    }

    /** Whether it is known, without a look at a step, that the stage draws no random numbers. */
    boolean isKnownToDrawNothing() {
        return block.getChildren().values().stream().allMatch(Blocks::drawsNothing)
                && Stream.concat(stage.getObjectives().values().stream(), Stream.of(stage.getOptimizer()))
                        .allMatch(part -> ObjectDescription.of(part).isKnownCode());
    }

    /** One step, inside an open gradient collector; everything that it makes goes with the batch. */
    void learn(GradientCollector collector, StepData data, int size) {
        TrainingProgress progress = data.place().progress();
        loss.prepare(data);
        NDList output = trainer.forward(data.images());
        if (progress.epoch() == 0 && labelled) {
            range.see(data.batch().labels(), output.get(output.size() - 1));
        }
        updater.step(collector, loss.parts(output), learningRate(progress));
        modules.endStep(stage.getName());
        Map<String, NDArray> values = new LinkedHashMap<>();
        loss.terms().forEach((name, value) -> values.put(SUM + name, value));
        loss.weighedTerms().forEach((name, value) -> values.put(WEIGHTED + name, value));
        sums.add(values, size);
        samples += size;
        if (progress.step() % check == 0) {
            terms(progress);
        }
    }

    /** What the schedule says, which may be the user's. */
    double learningRate(TrainingProgress progress) {
        String who = "The schedule of the stage \"" + stage.getName() + "\"";
        double rate = UserCall.call(() -> who, () -> stage.getSchedule().at(progress));
        if (!(rate >= 0) || Double.isInfinite(rate)) {
            throw new InputException(who + " gave the learning rate " + rate + " in epoch " + (progress.epoch() + 1)
                    + " at step " + (progress.step() + 1) + "; wanted 0 or more");
        }
        return rate;
    }

    /** Each objective's mean over the epoch's samples so far; waits for the device. */
    Map<String, Double> terms(TrainingProgress progress) {
        range.check();
        Map<String, Double> means = new LinkedHashMap<>();
        Map<String, Double> all = sums.over(samples);
        stage.getObjectives().keySet().forEach(name -> means.put(name, all.getOrDefault(SUM + name, 0.0)));
        List<String> broken = means.keySet().stream()
                .filter(name -> !Double.isFinite(means.getOrDefault(name, 0.0)))
                .toList();
        if (!broken.isEmpty()) {
            throw broken(broken, means.get(broken.get(0)), progress);
        }
        return means;
    }

    private TrainingException broken(List<String> names, @Nullable Double value, TrainingProgress progress) {
        return new TrainingException("The loss of \"" + String.join("\" and of \"", names) + "\" became " + value
                + " in epoch " + (progress.epoch() + 1) + " of the stage \"" + stage.getName() + "\" at "
                + (check > 1 ? "or before " : "") + "step " + (progress.step() + 1) + "; " + advice(names, progress));
    }

    private String advice(List<String> names, TrainingProgress progress) {
        List<String> weights = new ArrayList<>();
        stage.getObjectives().forEach((name, weighted) -> {
            if (names.contains(name)) {
                weights.add("\"" + name + "\" than " + weighted.weight());
            }
        });
        return String.format(
                Locale.ROOT,
                "a lower learning rate than %.3g, a warm-up, or a lower weight of %s may help",
                stage.getSchedule().at(progress),
                String.join(", ", weights));
    }

    /** What the optimizer remembers and the sums of the losses, by name; the handles go with the scope. */
    Map<String, NDArray> numbers(NDManager scope) {
        Map<String, NDArray> numbers = new LinkedHashMap<>(updater.numbers(scope));
        numbers.putAll(sums.numbers(scope));
        return numbers;
    }

    /** Goes on with {@link #numbers}, in the middle of an epoch. */
    void restore(Map<String, NDArray> numbers, long shown) {
        updater.restore(numbers);
        sums.restore(numbers);
        samples = shown;
    }

    /** The weighted sum of {@link #terms}, with the weights that each step had. */
    double total(Map<String, Double> terms) {
        Map<String, Double> all = sums.over(samples);
        return stage.getObjectives().entrySet().stream()
                .mapToDouble(entry -> entry.getValue().isFixed()
                        ? entry.getValue().weight() * terms.getOrDefault(entry.getKey(), 0.0)
                        : all.getOrDefault(WEIGHTED + entry.getKey(), 0.0))
                .sum();
    }

    long samples() {
        return samples;
    }

    /** Begins an epoch. */
    void beginEpoch() {
        samples = 0;
        sums.clear();
    }

    @Override
    public void close() {
        trainer.close();
        updater.close();
    }
}
