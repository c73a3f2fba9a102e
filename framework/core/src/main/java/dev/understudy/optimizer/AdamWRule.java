package dev.understudy.optimizer;

import ai.djl.ndarray.NDArray;
import dev.understudy.InputException;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter 2019, algorithm 2), as PyTorch's AdamW computes it: {@code w = w
 * - lr d w}, {@code m = b1 m + (1 - b1) g}, {@code s = b2 s + (1 - b2) g^2}, {@code w = w - lr / (1 - b1^t) m / (sqrt(s) /
 * sqrt(1 - b2^t) + e)} in step t of the stage. Without weight decay it is Adam (Kingma and Ba 2015).
 *
 * @param beta1 b1, from 0 (inclusive) to 1 (exclusive)
 * @param beta2 b2, from 0 (inclusive) to 1 (exclusive)
 * @param epsilon e, above 0
 * @param weightDecay d, at least 0
 * @param decayAll whether d holds for norms' parameters, biases, tokens and positions too; else only for weights
 */
public record AdamWRule(double beta1, double beta2, double epsilon, double weightDecay, boolean decayAll)
        implements UpdateRule {

    /** Checks the ranges. */
    public AdamWRule {
        SgdRule.fraction("Beta 1 of AdamW", beta1);
        SgdRule.fraction("Beta 2 of AdamW", beta2);
        if (!(epsilon > 0) || Double.isInfinite(epsilon)) {
            throw new InputException("Epsilon of AdamW must be above 0, got " + epsilon);
        }
        SgdRule.decay(weightDecay);
    }

    /**
     * PyTorch's defaults: betas 0.9 and 0.999, epsilon 1e-8, weight decay 0.01 on all parameters.
     *
     * @return the defaults
     */
    public static AdamWRule standard() {
        return new AdamWRule(0.9, 0.999, 1e-8, 0.01, true);
    }

    /**
     * The same with other betas.
     *
     * @param first of the mean, from 0 (inclusive) to 1 (exclusive)
     * @param second of the mean of squares, the same
     * @return the rule
     */
    public AdamWRule betas(double first, double second) {
        return new AdamWRule(first, second, epsilon, weightDecay, decayAll);
    }

    /**
     * The same with another epsilon.
     *
     * @param other above 0
     * @return the rule
     */
    public AdamWRule epsilon(double other) {
        return new AdamWRule(beta1, beta2, other, weightDecay, decayAll);
    }

    /**
     * The same with another weight decay.
     *
     * @param other at least 0
     * @return the rule
     */
    public AdamWRule weightDecay(double other) {
        return new AdamWRule(beta1, beta2, epsilon, other, decayAll);
    }

    /**
     * The same with weight decay on weights alone, not on norms, biases, tokens and positions.
     *
     * @return the rule
     */
    public AdamWRule decayWeightsOnly() {
        return new AdamWRule(beta1, beta2, epsilon, weightDecay, false);
    }

    /** All whose weight decay is the same. */
    @Override
    public Object together(ParameterInfo parameter) {
        return SgdRule.decays(decayAll, parameter);
    }

    @Override
    public void update(ParameterUpdate it) {
        NDArray weight = it.getWeight();
        NDArray gradient = it.getGradient();
        double rate = it.getLearningRate();
        double decay = SgdRule.decay(it, weightDecay, decayAll);
        if (decay > 0) {
            weight.muli(it.number(1 - rate * decay));
        }
        NDArray mean = it.state("mean").muli(it.number(beta1)).addi(gradient.mul(it.number(1 - beta1)));
        NDArray squares = it.state("squares")
                .muli(it.number(beta2))
                .addi(gradient.square().muli(it.number(1 - beta2)));
        double meanShort = 1 - Math.pow(beta1, (double) it.getCount());
        double squaresShort = Math.sqrt(1 - Math.pow(beta2, (double) it.getCount()));
        NDArray scale = squares.sqrt().divi(it.number(squaresShort)).addi(it.number(epsilon));
        weight.subi(mean.div(scale).muli(it.number(rate / meanShort)));
    }
}
