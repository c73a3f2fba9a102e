package dev.understudy.objective.logits;

import ai.djl.ndarray.NDArray;
import dev.understudy.Needs;
import dev.understudy.Objective;
import dev.understudy.StepContext;
import dev.understudy.internal.arithmetic.Unvaried;
import dev.understudy.objective.Scaling;

/**
 * Logit standardization: any method that reads logits, on logits that have mean 0 and standard deviation 1 in each sample,
 * {@code z <- (z - mean_k z) / (deviation_k z + 1e-7)}, of all networks and in all views (Sun et al. 2024, "Logit
 * Standardization in Knowledge Distillation", section 4). The student then learns how classes compare, at a scale of its
 * own; a temperature is the method's.
 *
 * <p>{@code LogitStandardization.of(new SoftTargets(2))} is KD with it, to which the authors give weight 9 beside 0.1 of the
 * cross entropy; {@code LogitStandardization.of(new DecoupledKd(9, 72, 2))} is DKD with it.
 *
 * <p>Shapes: logits {@code [batch, classes]}. The deviation is that of the paper, the root of {@code sum (z - mean)^2 /
 * classes}; the authors' code divides by {@code classes - 1} ({@link Deviation#SAMPLE}), hence computes at a temperature
 * that is higher by half a percent for 100 classes, and by 1.4 times for two. Where all logits of a sample are equal,
 * they become 0, and their gradient is that of a deviation of 1, where the authors' is ten million times as long: a student
 * whose last layer begins with zeros learns. The logits of two classes become 1 and -1 whatever they are, and
 * have no gradient: nothing is learned from them. As nothing holds the student's scale but the cross entropy, its probabilities may be far from calibrated.
 *
 * @param objective what is to be learned from the logits
 * @param deviation which standard deviation
 */
public record LogitStandardization(Objective objective, Deviation deviation) implements Objective {

    private static final double EPSILON = 1e-7;

    /** Added to variances, so that the root of 0 has a finite gradient. */
    private static final double VARIANCE_FLOOR = 1e-20;

    /** Which standard deviation. */
    public enum Deviation {
        /** That of the classes: divided by their number, as the paper has it. */
        POPULATION,
        /** That of a sample: divided by their number less 1, as the authors' code has it. */
        SAMPLE
    }

    /**
     * As the paper has it.
     *
     * @param objective what is to be learned from the logits
     * @return the objective on standardized logits
     */
    public static LogitStandardization of(Objective objective) {
        return new LogitStandardization(objective, Deviation.POPULATION);
    }

    @Override
    public Needs needs() {
        return objective.needs();
    }

    @Override
    public NDArray loss(StepContext context) {
        return objective.loss(context.mapLogits(this::standardized));
    }

    /**
     * The logits, standardized.
     *
     * @param logits {@code [batch, classes]}
     * @return the same shape
     */
    public NDArray standardized(NDArray logits) {
        int[] classes = {1};
        NDArray centred = logits.sub(logits.mean(classes, true));
        double count = logits.getShape().get(1) - (deviation == Deviation.SAMPLE ? 1 : 0);
        NDArray variance = Scaling.times(centred.square().sum(classes, true), 1 / Math.max(1, count));
        NDArray length = Scaling.plus(variance, VARIANCE_FLOOR).sqrt();
        return centred.div(Scaling.plus(length, EPSILON).add(Unvaried.of(logits, centred, 1)));
    }
}
