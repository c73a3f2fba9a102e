package dev.understudy.objective.logits;

import ai.djl.ndarray.NDArray;
import dev.understudy.internal.arithmetic.Targets;
import dev.understudy.internal.context.OneHot;
import dev.understudy.objective.Scaling;

/** What methods do with logits {@code [batch, classes]} of which they set some classes apart. */
final class ClassLogits {

    /** Below any logit: its exponential is 0 beside any other. */
    private static final double NOTHING = -1e9;

    private ClassLogits() {}

    /** Divided by a temperature. */
    static NDArray softened(NDArray logits, double temperature) {
        return Scaling.times(logits, 1 / temperature);
    }

    /** 1 for each sample's class, 0 for the others, as the logits are. */
    static NDArray ofLabels(NDArray labels, NDArray logits) {
        return OneHot.of(Targets.beside(labels, logits), logits.getShape().get(1))
                .toType(logits.getDataType(), false);
    }

    /** Without those classes that are 1 in the mask: no probability and no gradient; all alike where none is left. */
    static NDArray without(NDArray logits, NDArray mask) {
        NDArray kept = Scaling.plus(mask.neg(), 1);
        return logits.mul(kept).add(Scaling.times(mask, NOTHING));
    }

    /** The one logit of each sample that is 1 in the mask, {@code [batch, 1]}. */
    static NDArray chosen(NDArray logits, NDArray mask) {
        return logits.mul(mask).sum(new int[] {1}, true);
    }

    /** {@code log sum_k exp(z_k)} of each sample, {@code [batch, 1]}. */
    static NDArray logSum(NDArray logits) {
        NDArray largest = logits.max(new int[] {1}, true).stopGradient();
        return logits.sub(largest).exp().sum(new int[] {1}, true).log().add(largest);
    }

    /** {@code sum_k q_k log(q_k / p_k)} of each sample, {@code [batch, 1]}, given the logarithms. */
    static NDArray divergences(NDArray wanted, NDArray own) {
        return wanted.exp().mul(wanted.sub(own)).sum(new int[] {1}, true);
    }

    /** The divergence of all other classes among each other, {@code [batch, 1]}: 0 where there is one of them, or none. */
    static NDArray divergencesWithout(NDArray mask, NDArray student, NDArray teacher) {
        return divergences(
                without(teacher, mask).logSoftmax(1), without(student, mask).logSoftmax(1));
    }

    /** The divergence of the two numbers {@code (p, 1 - p)}, where p is the probability of the class that is 1 in a mask. */
    static NDArray divergencesOfTwo(NDArray student, NDArray ofStudent, NDArray teacher, NDArray ofTeacher) {
        NDArray all = logSum(teacher);
        NDArray chosen = chosen(teacher, ofTeacher).sub(all);
        NDArray rest = logSum(without(teacher, ofTeacher)).sub(all);
        NDArray sum = logSum(student);
        NDArray own = chosen(student, ofStudent).sub(sum);
        NDArray others = logSum(without(student, ofStudent)).sub(sum);
        return divergences(chosen, own).add(divergences(rest, others));
    }
}
