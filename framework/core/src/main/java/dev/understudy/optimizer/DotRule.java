package dev.understudy.optimizer;

import ai.djl.ndarray.NDArray;
import dev.understudy.InputException;
import dev.understudy.Needs;
import java.util.Map;

/**
 * Distillation-Oriented Trainer: SGD whose velocities for the task and for the distillation are kept apart, the latter with
 * the larger momentum, so that the distillation's losses dominate the optimisation (Zhao et al. 2023, eq. 6 to 8): {@code
 * v_t = (m - delta) v_t + (g_t + d w)}, {@code v_d = (m + delta) v_d + g_d}, {@code w = w - lr (v_t + v_d)}.
 *
 * <p>An objective that reads the teacher or another source, in whichever view of the images, is the distillation's, any
 * other the task's; both weigh as their weights in the stage say. Each of the two has a backward pass of its own through one forward pass. As in the authors' code, weight decay
 * goes with the task's gradient. Deviation: what only one of the two objectives reaches (an auxiliary module) takes
 * momentum m there; here each velocity keeps its own.
 *
 * @param momentum m, from 0 (inclusive) to 1 (exclusive)
 * @param delta how far the momenta are apart on either side, at least 0; {@code m - delta} must be at least 0 and {@code m
 *     + delta} below 1
 * @param weightDecay d, at least 0
 * @param decayAll whether d holds for norms' parameters and biases too; else only for weights
 */
public record DotRule(double momentum, double delta, double weightDecay, boolean decayAll) implements UpdateRule {

    /** The part of the objectives that read no teacher. */
    public static final String TASK = "task";

    /** The part of the objectives that read the teacher. */
    public static final String DISTILLATION = "distillation";

    /** Checks the ranges. */
    public DotRule {
        SgdRule.fraction("Momentum", momentum);
        if (!(delta >= 0 && delta <= momentum && momentum + delta < 1)) {
            throw new InputException("The delta of DOT must be from 0 to " + momentum
                    + ", and below 1 together with the" + " momentum " + momentum + "; got " + delta);
        }
        SgdRule.decay(weightDecay);
    }

    /**
     * The authors' for CIFAR-100: momentum 0.9, delta 0.075, weight decay 5e-4 on all parameters.
     *
     * @return the defaults
     */
    public static DotRule standard() {
        return new DotRule(0.9, 0.075, 5e-4, true);
    }

    /**
     * The same with another momentum.
     *
     * @param other from 0 (inclusive) to 1 (exclusive)
     * @return the rule
     */
    public DotRule momentum(double other) {
        return new DotRule(other, delta, weightDecay, decayAll);
    }

    /**
     * The same with another distance between the momenta.
     *
     * @param other at least 0
     * @return the rule
     */
    public DotRule delta(double other) {
        return new DotRule(momentum, other, weightDecay, decayAll);
    }

    /**
     * The same with another weight decay.
     *
     * @param other at least 0
     * @return the rule
     */
    public DotRule weightDecay(double other) {
        return new DotRule(momentum, delta, other, decayAll);
    }

    /**
     * The same with weight decay on weights alone, not on norms and biases.
     *
     * @return the rule
     */
    public DotRule decayWeightsOnly() {
        return new DotRule(momentum, delta, weightDecay, false);
    }

    @Override
    public String part(String objective, Needs needs) {
        Needs all = needs.everywhere();
        boolean fromStudent = all.getPeers().values().stream()
                .anyMatch(peer -> !peer.getSources().isEmpty());
        return all.getSources().isEmpty() && all.getPrecomputed().isEmpty() && !fromStudent ? TASK : DISTILLATION;
    }

    /** All whose weight decay is the same. */
    @Override
    public Object together(ParameterInfo parameter) {
        return SgdRule.decays(decayAll, parameter);
    }

    @Override
    public void update(ParameterUpdate it) {
        NDArray task = it.state("velocity").muli(it.number(momentum - delta)).addi(gradient(it, TASK));
        NDArray decayed = SgdRule.decayed(it, weightDecay, decayAll);
        if (decayed != null) {
            task.addi(decayed);
        }
        NDArray distillation =
                it.state("distillation").muli(it.number(momentum + delta)).addi(gradient(it, DISTILLATION));
        it.getWeight().subi(task.add(distillation).muli(it.number(it.getLearningRate())));
    }

    private static NDArray gradient(ParameterUpdate it, String part) {
        Map<String, NDArray> gradients = it.getGradients();
        NDArray gradient = gradients.get(part);
        if (gradient == null) {
            throw new InputException(
                    "DOT keeps the gradients of the task and of the distillation apart; the stage has no"
                            + " objective of the " + part
                            + (part.equals(TASK) ? ", which reads no teacher" : ", which reads the" + " teacher")
                            + ": use SgdRule there");
        }
        return gradient;
    }
}
