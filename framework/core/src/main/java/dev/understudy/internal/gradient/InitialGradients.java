package dev.understudy.internal.gradient;

import ai.djl.Model;
import ai.djl.ndarray.NDManager;
import dev.understudy.Distillation;
import dev.understudy.InputException;
import dev.understudy.Stage;
import dev.understudy.TrainingData;
import dev.understudy.internal.context.StepBatch;
import dev.understudy.internal.context.StepBatches;
import dev.understudy.internal.context.StepData;
import dev.understudy.internal.data.EngineLocks;
import dev.understudy.internal.data.Seeds;
import dev.understudy.internal.loop.InitialStudent;
import dev.understudy.internal.loop.LastBatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How strongly each objective of each stage pulls at a student before anything is trained. */
public final class InitialGradients {

    private static final int BATCHES = 4;

    private final Distillation distillation;
    private final TrainingData trainingData;
    private final NDManager manager;
    private final InitialStudent student;

    private InitialGradients(Distillation distillation, TrainingData trainingData, Model model) {
        this.distillation = distillation;
        this.trainingData = trainingData;
        this.manager = model.getNDManager();
        this.student = InitialStudent.of(model, distillation, trainingData);
    }

    /**
     * The norms of the gradients of weighted objectives, each alone, with respect to the parameters of the blocks at the
     * stage's taps; where those have none, or there is no tap, to all of the student's that the stage trains.
     *
     * @param distillation who teaches whom
     * @param trainingData what is shown
     * @return for each stage the L2 norms by objective, each the mean over the first batches of epoch 0
     * @throws IOException when the data cannot be read
     */
    public static List<Map<String, Double>> norms(Distillation distillation, TrainingData trainingData)
            throws IOException {
        String name = distillation.getStudent().name();
        try (Model model = Model.newInstance(name, distillation.getDevice())) {
            InitialGradients gradients = new InitialGradients(distillation, trainingData, model);
            List<Map<String, Double>> norms = new ArrayList<>();
            for (Stage stage : distillation.getStages()) {
                norms.add(gradients.of(stage));
            }
            return norms;
        }
    }

    private Map<String, Double> of(Stage stage) throws IOException {
        StageGradients gradients = new StageGradients(student, stage, manager);
        Map<String, Double> sums = new LinkedHashMap<>();
        int batches = 0;
        try (NDManager scope = manager.newSubManager();
                InitialSteps steps = new InitialSteps(distillation, trainingData, student, stage, scope)) {
            StepBatches reading =
                    new StepBatches(trainingData, 0, stage.needs().getViews().keySet(), scope);
            while (batches < BATCHES) {
                Optional<StepBatch> next = reading.next();
                if (next.isEmpty()) {
                    break;
                }
                try (StepBatch batch = next.get()) {
                    if (batches == 0) {
                        LastBatch.check(
                                distillation.getStudent().name(),
                                gradients.block(),
                                batch.batch(),
                                trainingData.getInput(),
                                manager);
                    }
                    StepData shown = steps.of(batch, steps.place(batch.batch(), batches, seed(batches)));
                    batches++;
                    for (Map.Entry<String, Stage.Weighted> entry :
                            stage.getObjectives().entrySet()) {
                        if (!entry.getValue().objective().needs().getPeers().isEmpty()) {
                            continue;
                        }
                        sums.merge(entry.getKey(), norm(gradients, entry, shown, batches), Double::sum);
                    }
                }
            }
        }
        if (batches == 0) {
            throw new InputException("The training set is empty");
        }
        double count = batches;
        sums.replaceAll((name, sum) -> sum / count);
        return sums;
    }

    private double norm(
            StageGradients gradients, Map.Entry<String, Stage.Weighted> objective, StepData shown, int step) {
        return EngineLocks.take(() -> {
            manager.getEngine().setRandomSeed((int) seed(step));
            return gradients.norm(objective.getKey(), objective.getValue(), shown);
        });
    }

    /** As a training does: the same dropout for each objective. */
    private long seed(long step) {
        return Seeds.mix(distillation.getSeed(), 2, 0, step);
    }
}
