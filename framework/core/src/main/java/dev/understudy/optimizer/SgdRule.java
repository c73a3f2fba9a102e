package dev.understudy.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import dev.understudy.InputException;
import org.jspecify.annotations.Nullable;

/**
 * Stochastic gradient descent with momentum as in the literature, the learning rate outside the velocity: {@code v = m v
 * + (g + d w)}, {@code w = w - lr v}; with Nesterov's momentum {@code w = w - lr (g + d w + m v)}. It is PyTorch's SGD
 * without dampening. (DJL's own keeps the learning rate inside the velocity, which differs when it changes.)
 *
 * @param momentum m, from 0 (inclusive) to 1 (exclusive)
 * @param weightDecay d, at least 0
 * @param decayAll whether d holds for norms' parameters and biases too; else only for weights
 * @param nesterov whether it looks ahead by one step of the momentum
 */
public record SgdRule(double momentum, double weightDecay, boolean decayAll, boolean nesterov) implements UpdateRule {

    /** Checks the ranges. */
    public SgdRule {
        fraction("Momentum", momentum);
        decay(weightDecay);
    }

    static void fraction(String what, double number) {
        if (!(number >= 0 && number < 1)) {
            throw new InputException(what + " must be from 0 to below 1, got " + number);
        }
    }

    static void decay(double number) {
        if (!(number >= 0) || Double.isInfinite(number)) {
            throw new InputException("Weight decay must be at least 0, got " + number);
        }
    }

    /**
     * Momentum 0.9 and weight decay 5e-4 on all parameters (ours; the paper gives none).
     *
     * @return the defaults
     */
    public static SgdRule standard() {
        return new SgdRule(0.9, 5e-4, true, false);
    }

    /**
     * The same with another momentum.
     *
     * @param other from 0 (inclusive) to 1 (exclusive)
     * @return the rule
     */
    public SgdRule momentum(double other) {
        return new SgdRule(other, weightDecay, decayAll, nesterov);
    }

    /**
     * The same with another weight decay.
     *
     * @param other at least 0
     * @return the rule
     */
    public SgdRule weightDecay(double other) {
        return new SgdRule(momentum, other, decayAll, nesterov);
    }

    /**
     * The same with weight decay on weights alone, not on norms and biases.
     *
     * @return the rule
     */
    public SgdRule decayWeightsOnly() {
        return new SgdRule(momentum, weightDecay, false, nesterov);
    }

    /**
     * The same with Nesterov's momentum.
     *
     * @return the rule
     */
    public SgdRule withNesterov() {
        return new SgdRule(momentum, weightDecay, decayAll, true);
    }

    /** All whose weight decay is the same. */
    @Override
    public Object together(ParameterInfo parameter) {
        return decays(decayAll, parameter);
    }

    @Override
    public void update(ParameterUpdate it) {
        NDArray weight = it.getWeight();
        NDArray velocity = it.state("velocity").muli(it.number(momentum)).addi(it.getGradient());
        NDArray decayed = decayed(it, weightDecay, decayAll);
        if (decayed != null) {
            velocity.addi(decayed);
        }
        NDArray direction = velocity;
        if (nesterov) {
            direction = it.getGradient().add(velocity.mul(it.number(momentum)));
            direction = decayed == null ? direction : direction.add(decayed);
        }
        weight.subi(direction.mul(it.number(it.getLearningRate())));
    }

    /** What weight decay adds to the gradient; null where it adds nothing. */
    static @Nullable NDArray decayed(ParameterUpdate it, double decay, boolean all) {
        double now = decay(it, decay, all);
        return now > 0 ? it.getWeight().mul(it.number(now)) : null;
    }

    /** The weight decay of a parameter: a group's, or else the rule's where it holds for the parameter. */
    static double decay(ParameterUpdate it, double decay, boolean all) {
        return it.weightDecay(decays(all, it.getInfo()) ? decay : 0);
    }

    /** Whether a rule's weight decay holds for a parameter. */
    static boolean decays(boolean all, ParameterInfo parameter) {
        return all || parameter.getType() == Parameter.Type.WEIGHT;
    }
}
