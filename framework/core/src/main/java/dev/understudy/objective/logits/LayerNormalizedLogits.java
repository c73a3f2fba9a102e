package dev.understudy.objective.logits;

import ai.djl.ndarray.NDArray;
import dev.understudy.Needs;
import dev.understudy.Objective;
import dev.understudy.StepContext;
import dev.understudy.internal.arithmetic.Ranges;
import dev.understudy.objective.Scaling;

/**
 * Any objective on logits that are normalised over the classes of each sample and scaled, {@code factor (z - mean) /
 * sqrt(variance + 1e-7)}: what the authors of NORM do to the logits of both networks before the cross entropy and KD, though
 * their paper does not say so (Liu et al. 2023, {@code helper/loops.py}).
 *
 * <p>Shapes: logits {@code [batch, classes]}; the variance is over the number of classes. Where all logits of a sample are
 * equal, they become 0. Which class is the likeliest does not change.
 *
 * @param objective what is to be learned from the logits
 * @param factor their deviation afterwards, above 0; the authors' is 2.5
 */
public record LayerNormalizedLogits(Objective objective, double factor) implements Objective {

    private static final double EPSILON = 1e-7;

    /** Checks the factor. */
    public LayerNormalizedLogits {
        Ranges.above("factor of normalised logits", factor);
    }

    @Override
    public Needs needs() {
        return objective.needs();
    }

    @Override
    public NDArray loss(StepContext context) {
        return objective.loss(context.mapLogits(this::normalized));
    }

    /**
     * The logits, normalised and scaled.
     *
     * @param logits {@code [batch, classes]}
     * @return the same shape
     */
    public NDArray normalized(NDArray logits) {
        int[] classes = {1};
        NDArray centred = logits.sub(logits.mean(classes, true));
        NDArray deviation =
                Scaling.plus(centred.square().mean(classes, true), EPSILON).sqrt();
        return Scaling.times(centred.div(deviation), factor);
    }
}
