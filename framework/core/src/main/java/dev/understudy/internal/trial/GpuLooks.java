package dev.understudy.internal.trial;

import ai.djl.ndarray.NDManager;
import dev.understudy.Distillation;
import dev.understudy.Stage;
import dev.understudy.StudentGroup;
import dev.understudy.TrainingData;
import dev.understudy.internal.loop.TrainingLoop;
import dev.understudy.internal.timing.StepTimes;
import dev.understudy.result.Measurement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A training's steps with all settings of a GPU, in turns, by a student of its own. */
final class GpuLooks {

    private static final int STEPS = 15;
    private static final int ROUNDS = 3;

    private final Distillation distillation;
    private final TrainingData trainingData;

    GpuLooks(Distillation distillation, TrainingData trainingData) {
        this.distillation = distillation;
        this.trainingData = trainingData;
    }

    /** The first round is for warming up; in it cuDNN tries what it has. */
    GpuLook look() throws IOException {
        List<GpuSettings> all = GpuSettings.all();
        Map<GpuSettings, Double> first = new LinkedHashMap<>();
        Map<GpuSettings, List<Double>> steps = new LinkedHashMap<>();
        try {
            for (int round = 0; round <= ROUNDS; round++) {
                for (GpuSettings settings : all) {
                    CudnnTrial.set(settings.tried());
                    StepTimes times = taken(settings);
                    if (round == 0) {
                        first.put(settings, settings.tried() ? times.more() : 0);
                    } else {
                        steps.computeIfAbsent(settings, key -> new ArrayList<>())
                                .add(times.median());
                    }
                }
            }
        } finally {
            CudnnTrial.set(false);
        }
        Map<GpuSettings, GpuLook.Cost> costs = new LinkedHashMap<>();
        steps.forEach((settings, times) -> costs.put(
                settings, new GpuLook.Cost(Measurement.of("step", times).median(), first.getOrDefault(settings, 0.0))));
        return new GpuLook(costs);
    }

    /** Some steps of the longest stage. */
    private StepTimes taken(GpuSettings settings) throws IOException {
        Stage longest = distillation.getStages().stream()
                .max(Comparator.comparingInt(Stage::getEpochs))
                .orElseThrow();
        try (NDManager manager = NDManager.newBaseManager(distillation.getDevice())) {
            StepTimes taken = new StepTimes(manager);
            TrainingLoop.run(
                    List.of(new StudentGroup.Member("trial", ShortTraining.only(distillation, longest), taken)),
                    1,
                    settings.order(),
                    ShortTraining.first(trainingData, STEPS),
                    (name, student) -> student.close());
            return taken;
        }
    }
}
