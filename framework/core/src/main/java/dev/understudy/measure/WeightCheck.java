package dev.understudy.measure;

import dev.understudy.Distillation;
import dev.understudy.InputException;
import dev.understudy.Stage;
import dev.understudy.TrainingData;
import dev.understudy.TrainingException;
import dev.understudy.internal.gradient.GradientCheck;
import dev.understudy.internal.gradient.InitialGradients;
import dev.understudy.result.GradientShare;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How the objectives of each stage pull at the guided layer before anything is trained: whether their weights let each
 * of them count. The guided layer is the block at the student's taps that the stage's objectives read; where they read
 * none, or the block holds nothing to train, it is all of the student that the stage trains.
 */
public final class WeightCheck {

    private WeightCheck() {}

    /**
     * Measures how the objectives pull, on a fresh student of the distillation's seed, which is dropped again: each
     * objective alone, with its full weight where that has a schedule, over the first 4 batches of the first epoch. The same student is taken for every
     * stage. A training afterwards gives what it would have given without.
     *
     * <p>Before that, on PyTorch's CPU engine, each objective's gradients are computed twice for the first batch, the second
     * time with a garbage collection between the forward and the backward pass. Where they differ, something computes with
     * a plain number, such as {@code array.mul(2)}, and is refused by name: objective, auxiliary module or network. A training
     * with an objective that is not one of this project's begins with that too; what was found right is not looked at again
     * in the same process.
     *
     * @param distillation who teaches whom in which stages
     * @param trainingData what is shown
     * @return one share for each objective, stage by stage in the order of the objectives; unmodifiable
     * @throws IOException when the data cannot be read
     * @throws InputException when taps, shapes and objectives do not fit, there is no stage or no image, or gradients
     *     do not bear a collection
     * @throws TrainingException when a gradient is not a number
     */
    public static List<GradientShare> of(Distillation distillation, TrainingData trainingData) throws IOException {
        GradientCheck.check(distillation, trainingData);
        List<GradientShare> shares = new ArrayList<>();
        int stage = 0;
        for (Map<String, Double> norms : InitialGradients.norms(distillation, trainingData)) {
            shares.addAll(shares(stage + 1, distillation.getStages().get(stage).getObjectives(), norms));
            stage++;
        }
        return List.copyOf(shares);
    }

    private static List<GradientShare> shares(
            int stage, Map<String, Stage.Weighted> objectives, Map<String, Double> norms) {
        double sum = norms.values().stream().mapToDouble(Double::doubleValue).sum();
        double mean = sum / norms.size();
        List<GradientShare> shares = new ArrayList<>();
        norms.forEach((name, norm) -> {
            Stage.Weighted weighted = objectives.get(name);
            double weight = weighted == null ? 0 : weighted.weight();
            double share = norms.size() == 1 ? 1 : norm == 0 ? 0 : norm / sum;
            shares.add(new GradientShare(stage, name, weight, norm, share, norm == 0 ? weight : weight * mean / norm));
        });
        return shares;
    }

    /**
     * Says which objectives drown the others of their stage, by a share above {@link GradientShare#DROWNS}, and which
     * count for nothing, by one below {@link GradientShare#COUNTS}, and the weights with which all of the stage would pull
     * alike. An objective that is alone in its stage, or has the weight 0, is never among the latter.
     *
     * @param shares as {@link #of} gives them
     * @return one line for each such objective
     */
    public static List<String> warnings(List<GradientShare> shares) {
        return GradientShare.warnings(shares);
    }
}
