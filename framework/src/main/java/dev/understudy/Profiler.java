package dev.understudy;

import ai.djl.ndarray.NDManager;
import dev.understudy.internal.FirstBatches;
import dev.understudy.internal.FreshStudent;
import dev.understudy.internal.HeapPeak;
import dev.understudy.internal.StepTimes;
import dev.understudy.report.GradientShare;
import dev.understudy.report.Profile;
import dev.understudy.report.Provenance;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a training will cost: short trainings of fresh students, a stage at a time, on the first batches of the first
 * epoch. Nothing is evaluated, the teacher is run in every step even where its outputs would be kept, and the learning
 * rate is 0, so that no loss can run away; a step takes as long as in the training itself.
 */
public final class Profiler {

    /** How many steps of a stage count. */
    private static final int COUNTED = 20;

    private static final int FOR_MEMORY = 5;

    private Profiler() {}

    /**
     * Measures what a distillation costs. Memory is looked at in steps of its own, which are not timed.
     *
     * @param recipe the recipe with its options as the user names it
     * @param distillation who teaches whom in which stages
     * @param curriculum what is shown
     * @param provenance where it is measured
     * @return each stage's median time of a step over 20 steps after 5 that do not count, or over fewer where an epoch is
     *     shorter; the steps of an epoch; the helpers' parameters; the peak of the native memory, null where
     *     {@link NativeHeap} is not told it; how the objectives pull ({@link WeightCheck})
     * @throws IOException when the data cannot be read
     * @throws InputException when taps, shapes and objectives do not fit, or there is no stage or no picture
     * @throws TrainingException when a loss or a gradient is not a number
     */
    public static Profile measure(
            String recipe, Distillation distillation, Curriculum curriculum, Provenance provenance) throws IOException {
        List<GradientShare> shares = WeightCheck.of(distillation, curriculum);
        List<Profile.StageCost> costs = new ArrayList<>();
        long stepsPerEpoch = 0;
        for (Stage stage : distillation.getStages()) {
            try (NDManager manager = NDManager.newBaseManager(distillation.getDevice())) {
                StepTimes times = new StepTimes(manager);
                train(only(distillation, stage), curriculum, StepTimes.WARM + COUNTED, times);
                costs.add(new Profile.StageCost(stage.getName(), stage.getEpochs(), times.median()));
                stepsPerEpoch = Math.max(stepsPerEpoch, times.stepsPerEpoch());
            }
        }
        return new Profile(
                Profile.FORMAT,
                recipe,
                costs,
                stepsPerEpoch,
                FreshStudent.helperParameters(distillation, curriculum),
                peak(distillation, curriculum),
                shares,
                provenance);
    }

    private static @Nullable Long peak(Distillation distillation, Curriculum curriculum) throws IOException {
        if (!NativeHeap.isTold()) {
            return null;
        }
        long most = 0;
        for (Stage stage : distillation.getStages()) {
            long before = NativeHeap.settledBytes();
            try (HeapPeak peak = HeapPeak.begin()) {
                train(only(distillation, stage), curriculum, FOR_MEMORY, event -> peak.look());
                most = Math.max(most, peak.bytes() - before);
            }
        }
        return most;
    }

    private static void train(Distillation distillation, Curriculum curriculum, int steps, Observer observer)
            throws IOException {
        Curriculum.Epochs epochs = curriculum.getTrain();
        distillation
                .train(Curriculum.of(curriculum.getInput(), epoch -> new FirstBatches(epochs.at(0), steps)), observer)
                .close();
    }

    /** A stage alone, for one epoch, in which nothing is learned. */
    private static Distillation only(Distillation distillation, Stage stage) {
        Stage brief = stage.getEnd() == null ? Stage.whole(1) : Stage.upTo(stage.getEnd(), 1);
        for (Map.Entry<String, Stage.Weighted> entry : stage.getObjectives().entrySet()) {
            Stage.Weighted weighted = entry.getValue();
            brief = brief.objective(entry.getKey(), weighted.weight(), weighted.objective());
        }
        Teacher teacher = distillation.getTeacher();
        Student student = distillation.getStudent();
        return (teacher == null ? Distillation.alone(student) : Distillation.of(teacher, student))
                .stage(brief.schedule(progress -> 0).optimizer(stage.getOptimizer()))
                .seed(distillation.getSeed())
                .devices(distillation.getDevices());
    }
}
