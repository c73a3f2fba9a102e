package dev.understudy.objective.logits;

import ai.djl.ndarray.NDArray;
import dev.understudy.InputException;
import dev.understudy.Needs;
import dev.understudy.Objective;
import dev.understudy.StepContext;
import dev.understudy.internal.arithmetic.Targets;
import dev.understudy.objective.Scaling;
import java.util.HashSet;
import java.util.List;

/**
 * Deep Mutual Learning's mimicry loss: how far the student's distribution is from those of the students beside it, {@code L
 * = (1 / (K - 1)) sum_{k} mean_b KL(softmax(z_k) || softmax(z_s))} over the K - 1 others (Zhang et al. 2018, eq. 4 and 8).
 *
 * <p>Shapes: all logits {@code [batch, classes]}. Mean over the batch and the others; zero, and without gradient, where all
 * are equal. The others' logits have no gradient. The authors' code ({@code train_models.py}) sums over the others, which
 * is the same for two students, and adds 1e-8 inside the logarithm.
 *
 * @param peers the names of the others among the sources, 1 or more
 */
public record MutualLearning(List<String> peers) implements Objective {

    /** Checks the names. */
    public MutualLearning {
        peers = List.copyOf(peers);
        if (peers.isEmpty() || new HashSet<>(peers).size() < peers.size()) {
            throw new InputException("Mutual learning wants 1 or more others of different names, got " + peers);
        }
    }

    /**
     * With the students beside this one.
     *
     * @param peers their names among the sources, 1 or more
     * @return the objective
     */
    public static MutualLearning with(String... peers) {
        return new MutualLearning(List.of(peers));
    }

    @Override
    public Needs needs() {
        Needs needs = Needs.nothing().withStudentLogits();
        for (String peer : peers) {
            needs = needs.withLogits(peer);
        }
        return needs;
    }

    @Override
    public NDArray loss(StepContext context) {
        return distance(
                context.getStudent().getLogits(),
                peers.stream().map(peer -> context.getSource(peer).getLogits()).toList());
    }

    /**
     * The mean divergence from the others.
     *
     * @param student the student's logits {@code [batch, classes]}
     * @param others the logits of each other, in their order, same shape
     * @return a scalar, at least 0
     */
    public NDArray distance(NDArray student, List<NDArray> others) {
        if (others.size() != peers.size()) {
            throw new InputException(
                    "Mutual learning with " + peers + " wants the logits of each, got " + others.size());
        }
        NDArray own = student.logSoftmax(1);
        NDArray sum = others.stream()
                .map(other -> divergence(Targets.beside(other, student), own))
                .reduce(NDArray::add)
                .orElseThrow();
        return Scaling.times(sum, 1.0 / (student.getShape().get(0) * others.size()));
    }

    /** Summed over the batch, from the logarithms of the student's probabilities. */
    private static NDArray divergence(NDArray other, NDArray own) {
        return other.softmax(1).mul(other.logSoftmax(1).sub(own)).sum();
    }
}
