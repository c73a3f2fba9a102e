package dev.understudy.measure;

import ai.djl.ndarray.NDManager;
import dev.understudy.Distillation;
import dev.understudy.InputException;
import dev.understudy.Observer;
import dev.understudy.Stage;
import dev.understudy.TrainingData;
import dev.understudy.TrainingException;
import dev.understudy.engine.NativeHeap;
import dev.understudy.internal.loop.InitialStudent;
import dev.understudy.internal.timing.GraphicsCards;
import dev.understudy.internal.timing.OtherLoad;
import dev.understudy.internal.timing.PeakMemory;
import dev.understudy.internal.timing.Rounds;
import dev.understudy.internal.timing.StepTimes;
import dev.understudy.internal.trial.GpuTrial;
import dev.understudy.internal.trial.ShortTraining;
import dev.understudy.result.GradientShare;
import dev.understudy.result.Measurement;
import dev.understudy.result.MeasurementSession;
import dev.understudy.result.Profile;
import dev.understudy.result.Provenance;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What trainings will cost: short trainings of fresh students, a stage at a time, on the first batches of the first epoch.
 * Trainings that are to be compared are measured together, in turns. Nothing is evaluated, the teacher is run in every step
 * even where its outputs would be kept, and the learning rate is 0, so that no loss can run away; a step takes as long as
 * in the training itself.
 */
public final class Profiler {

    /** How often each training has a turn that counts. */
    public static final int ROUNDS = 5;

    /** Steps of a stage in a turn; those of the first half do not count. */
    private static final int STEPS = 8;

    private static final int FOR_MEMORY = 5;

    private Profiler() {}

    /** What is measured of a training once, outside the turns. */
    private record Once(
            List<GradientShare> shares,
            long moduleParameters,
            @Nullable Long peak,
            @Nullable Long devicePeak) {}

    /** A training in its turns. */
    private static final class Costly implements Rounds.Work {

        private final Distillation distillation;
        private final TrainingData trainingData;
        private @Nullable Once once;
        private long stepsPerEpoch = 1;

        Costly(Distillation distillation, TrainingData trainingData) {
            this.distillation = distillation;
            this.trainingData = trainingData;
        }

        @Override
        public List<Double> look() throws IOException {
            if (once == null) {
                once = new Once(
                        WeightCheck.of(distillation, trainingData),
                        InitialStudent.moduleParameters(distillation, trainingData),
                        peak(distillation, trainingData),
                        devicePeak(distillation, trainingData));
            }
            List<Double> stages = new ArrayList<>();
            for (Stage stage : distillation.getStages()) {
                try (NDManager manager = NDManager.newBaseManager(distillation.getDevice())) {
                    StepTimes times = new StepTimes(manager);
                    train(ShortTraining.only(distillation, stage), trainingData, STEPS, times);
                    stages.add(times.median());
                    stepsPerEpoch = Math.max(stepsPerEpoch, times.stepsPerEpoch());
                }
            }
            return stages;
        }

        Profile profile(
                String recipe,
                List<List<Double>> looks,
                Provenance provenance,
                String id,
                double seconds,
                double other) {
            List<Profile.StageCost> costs = new ArrayList<>();
            List<Double> rounds = new ArrayList<>();
            List<Stage> stages = distillation.getStages();
            double epochs = stages.stream().mapToInt(Stage::getEpochs).sum();
            for (int i = 0; i < stages.size(); i++) {
                int stage = i;
                List<Double> times = looks.stream().map(look -> look.get(stage)).toList();
                costs.add(new Profile.StageCost(
                        stages.get(i).getName(),
                        stages.get(i).getEpochs(),
                        Measurement.of("step", times).median()));
            }
            for (List<Double> look : looks) {
                double sum = 0;
                for (int i = 0; i < stages.size(); i++) {
                    sum += look.get(i) * stages.get(i).getEpochs();
                }
                rounds.add(sum / epochs);
            }
            Once known = Objects.requireNonNull(once);
            return new Profile(
                    Profile.FORMAT,
                    recipe,
                    costs,
                    stepsPerEpoch,
                    known.moduleParameters,
                    known.peak,
                    known.shares,
                    provenance,
                    new MeasurementSession(id, rounds, seconds, other),
                    known.devicePeak);
        }
    }

    /**
     * Measures what one distillation costs.
     *
     * @param recipe the recipe with its options as the user names it
     * @param distillation who teaches whom in which stages
     * @param trainingData what is shown
     * @param provenance where it is measured
     * @return as {@link #together} gives it
     * @throws IOException when the data cannot be read
     * @throws InputException when taps, shapes and objectives do not fit, or there is no stage or no image
     * @throws TrainingException when a loss or a gradient is not a number
     */
    public static Profile measure(
            String recipe, Distillation distillation, TrainingData trainingData, Provenance provenance)
            throws IOException {
        Map<String, Profile> one = together(Map.of(recipe, distillation), trainingData, provenance, (name, reason) -> {
            throw reason;
        });
        return Objects.requireNonNull(one.get(recipe));
    }

    /**
     * Measures what several distillations cost, in one session: in each of {@value #ROUNDS} rounds each has its turn of 8
     * steps a stage, of which the last 4 count; those without a teacher come first. A round before them does not count.
     * Memory is looked at before the first turn, in steps of its own, which are not timed.
     *
     * @param distillations by the recipe with its options as the user names it
     * @param trainingData what is shown
     * @param provenance where it is measured
     * @param failed is told of a recipe that cannot be measured, and why; the others go on
     * @return by recipe, without those that failed: each stage's median time of a step over the rounds, and the rounds; the
     *     steps of an epoch; the auxiliary modules' parameters; the peak of the C library's memory, null where {@link NativeHeap} is
     *     not told it and on a GPU, there that of the whole cards; how the objectives pull ({@link WeightCheck})
     * @throws IOException when the data cannot be read
     */
    public static Map<String, Profile> together(
            Map<String, Distillation> distillations,
            TrainingData trainingData,
            Provenance provenance,
            BiConsumer<String, RuntimeException> failed)
            throws IOException {
        Map<String, Costly> costly = new LinkedHashMap<>();
        for (boolean alone : new boolean[] {true, false}) {
            distillations.forEach((recipe, distillation) -> {
                if (alone == (distillation.getTeacher() == null)) {
                    costly.put(recipe, new Costly(distillation, trainingData));
                }
            });
        }
        for (Distillation distillation : distillations.values()) {
            // So that what is measured is what is trained.
            GpuTrial.of(distillation, trainingData);
        }
        long begin = System.nanoTime();
        Rounds turns = new Rounds(OtherLoad::processors);
        Map<String, List<List<Double>>> looks = turns.take(new LinkedHashMap<>(costly), ROUNDS, failed);
        double seconds = (System.nanoTime() - begin) / 1e9;
        String id = UUID.randomUUID().toString();
        Map<String, Profile> profiles = new LinkedHashMap<>();
        looks.forEach((recipe, rounds) -> profiles.put(
                recipe,
                Objects.requireNonNull(costly.get(recipe))
                        .profile(recipe, rounds, provenance, id, seconds, turns.otherWork())));
        return profiles;
    }

    private static @Nullable Long peak(Distillation distillation, TrainingData trainingData) throws IOException {
        if (!NativeHeap.isTold() || distillation.getDevice().isGpu()) {
            return null;
        }
        long most = 0;
        for (Stage stage : distillation.getStages()) {
            long before = NativeHeap.settledBytes();
            try (PeakMemory peak = PeakMemory.begin()) {
                train(ShortTraining.only(distillation, stage), trainingData, FOR_MEMORY, event -> peak.look());
                most = Math.max(most, peak.bytes() - before);
            }
        }
        return most;
    }

    private static @Nullable Long devicePeak(Distillation distillation, TrainingData trainingData) throws IOException {
        if (GraphicsCards.inUse(distillation.getDevices()).isEmpty()) {
            return null;
        }
        try (PeakMemory peak = PeakMemory.begin(distillation.getDevices())) {
            for (Stage stage : distillation.getStages()) {
                train(ShortTraining.only(distillation, stage), trainingData, FOR_MEMORY, event -> peak.look());
            }
            return peak.bytes();
        }
    }

    private static void train(Distillation distillation, TrainingData trainingData, int steps, Observer observer)
            throws IOException {
        distillation.train(ShortTraining.first(trainingData, steps), observer).close();
    }
}
