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
import java.util.stream.DoubleStream;

/**
 * Soft targets of an ensemble: the cross entropy with the mean of several sources' softened distributions, {@code L = T^2
 * mean_b( -sum_k q_k log softmax(z_s / T)_k )} with {@code q = sum_m w_m softmax(z_m / T)} (Hinton et al. 2015, section 2:
 * the distilled knowledge of an ensemble is the arithmetic or the geometric mean of its members' distributions).
 *
 * <p>Shapes: all logits {@code [batch, classes]}. Mean over the batch. Least, and without gradient, where the student's
 * softened distribution is q; its value there is q's entropy. The weights are divided by their sum.
 *
 * @param sources the names of the teachers or other sources, 2 or more
 * @param weights how much each counts, above 0, in the order of the sources
 * @param mean what is averaged
 * @param temperature T, above 0
 */
public record Ensemble(List<String> sources, List<Double> weights, Mean mean, double temperature) implements Objective {

    /** What is averaged. */
    public enum Mean {
        /** The distributions: {@code q = sum_m w_m softmax(z_m / T)}, their arithmetic mean. */
        PROBABILITIES,
        /** The logits: {@code q = softmax(sum_m w_m z_m / T)}, the distributions' geometric mean. */
        LOGITS
    }

    /** Checks names, weights and temperature. */
    public Ensemble {
        sources = List.copyOf(sources);
        weights = List.copyOf(weights);
        if (sources.size() < 2 || new HashSet<>(sources).size() < sources.size()) {
            throw new InputException("An ensemble has 2 or more sources of different names, got " + sources);
        }
        if (weights.size() != sources.size()
                || weights.stream().anyMatch(weight -> !(weight > 0) || Double.isInfinite(weight))) {
            throw new InputException("An ensemble wants a weight above 0 for each of " + sources + ", got " + weights);
        }
        if (!(temperature > 0) || Double.isInfinite(temperature)) {
            throw new InputException("The temperature of an ensemble must be above 0, got " + temperature);
        }
    }

    /**
     * Of sources that count the same: the mean of their probabilities at T = 4.
     *
     * @param sources their names, 2 or more
     * @return the objective
     */
    public static Ensemble of(String... sources) {
        List<String> names = List.of(sources);
        return new Ensemble(
                names,
                names.stream().map(name -> 1.0).toList(),
                Mean.PROBABILITIES,
                SoftTargets.standard().temperature());
    }

    /**
     * With other weights.
     *
     * @param others how much each source counts, above 0, in the order of the sources
     * @return the objective
     */
    public Ensemble weights(double... others) {
        return new Ensemble(sources, DoubleStream.of(others).boxed().toList(), mean, temperature);
    }

    /**
     * With another mean.
     *
     * @param other what is averaged
     * @return the objective
     */
    public Ensemble mean(Mean other) {
        return new Ensemble(sources, weights, other, temperature);
    }

    /**
     * At another temperature.
     *
     * @param other T, above 0
     * @return the objective
     */
    public Ensemble temperature(double other) {
        return new Ensemble(sources, weights, mean, other);
    }

    @Override
    public Needs needs() {
        Needs needs = Needs.nothing().withStudentLogits();
        for (String source : sources) {
            needs = needs.withLogits(source);
        }
        return needs;
    }

    @Override
    public NDArray loss(StepContext context) {
        return distance(
                context.getStudent().getLogits(),
                sources.stream()
                        .map(source -> context.getSource(source).getLogits())
                        .toList());
    }

    /**
     * The cross entropy with the sources' mean.
     *
     * @param student the student's logits {@code [batch, classes]}
     * @param targets the logits of each source, in their order, same shape
     * @return a scalar
     * @throws InputException when there are more or fewer logits than sources
     */
    public NDArray distance(NDArray student, List<NDArray> targets) {
        if (targets.size() != sources.size()) {
            throw new InputException("An ensemble of " + sources + " wants the logits of each, got " + targets.size());
        }
        NDArray sum = part(0, student, targets);
        for (int i = 1; i < targets.size(); i++) {
            sum = sum.add(part(i, student, targets));
        }
        return SoftTargets.crossEntropy(student, mean == Mean.LOGITS ? sum.softmax(1) : sum, temperature);
    }

    /** What a source adds to the mean. */
    private NDArray part(int source, NDArray student, List<NDArray> targets) {
        double all = weights.stream().mapToDouble(Double::doubleValue).sum();
        NDArray soft = Scaling.times(Targets.beside(targets.get(source), student), 1 / temperature);
        return Scaling.times(mean == Mean.LOGITS ? soft : soft.softmax(1), weights.get(source) / all);
    }
}
