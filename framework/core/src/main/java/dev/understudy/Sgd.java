package dev.understudy;

/**
 * Stochastic gradient descent with momentum as in the literature, the learning rate outside the velocity: {@code v = m v
 * + (g + d w)}, {@code w = w - lr v}. (DJL's own keeps the learning rate inside the velocity, which differs when it
 * changes.)
 *
 * @param momentum m, from 0 (inclusive) to 1 (exclusive)
 * @param weightDecay d, at least 0
 * @param decayAll whether d holds for batch norm's parameters and biases too; else only for weights
 */
public record Sgd(double momentum, double weightDecay, boolean decayAll) {

    /** Checks the ranges. */
    public Sgd {
        if (!(momentum >= 0 && momentum < 1)) {
            throw new InputException("Momentum must be from 0 to below 1, got " + momentum);
        }
        if (!(weightDecay >= 0) || Double.isInfinite(weightDecay)) {
            throw new InputException("Weight decay must be at least 0, got " + weightDecay);
        }
    }

    /**
     * Momentum 0.9 and weight decay 5e-4 on all parameters (ours; the paper gives none).
     *
     * @return the defaults
     */
    public static Sgd standard() {
        return new Sgd(0.9, 5e-4, true);
    }

    /**
     * The same with another weight decay.
     *
     * @param other at least 0
     * @return the settings
     */
    public Sgd weightDecay(double other) {
        return new Sgd(momentum, other, decayAll);
    }

    /**
     * The same with weight decay on weights alone, not on batch norm and biases.
     *
     * @return the settings
     */
    public Sgd decayWeightsOnly() {
        return new Sgd(momentum, weightDecay, false);
    }
}
