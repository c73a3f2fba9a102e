package dev.understudy.objective.logits;

import ai.djl.ndarray.NDArray;
import dev.understudy.Needs;
import dev.understudy.Objective;
import dev.understudy.StepContext;
import dev.understudy.internal.arithmetic.Ranges;
import dev.understudy.internal.arithmetic.Targets;
import dev.understudy.objective.Discrepancy;

/**
 * Transformed Teacher Matching (TTM): the student's own distribution, without a temperature, is to be the teacher's raised
 * to a power, {@code mean_b KL( p_t^gamma / sum_k p_t[k]^gamma || p_s )} with {@code p = softmax(z)} (Zheng and Yang 2024,
 * "Knowledge Distillation Based on Transformed Teacher Matching"). The power is a temperature of {@code 1 /
 * gamma} on the teacher's side alone.
 *
 * <p>Shapes: both logits {@code [batch, classes]}. Mean over the batch; at least 0, and 0 where {@code z_s = gamma z_t} but
 * for a constant. There is no factor T^2. The authors' example has weight 45 beside the cross entropy with weight 1.
 *
 * @param gamma the power, above 0; the authors' example has 0.1
 */
public record Ttm(double gamma) implements Objective, Discrepancy {

    /** Checks the range. */
    public Ttm {
        Ranges.above("power of TTM", gamma);
    }

    /**
     * The authors' example for VGG13 and VGG8 on CIFAR-100: gamma = 0.1.
     *
     * @return the objective
     */
    public static Ttm standard() {
        return new Ttm(0.1);
    }

    @Override
    public Needs needs() {
        return Needs.nothing().withStudentLogits().withTeacherLogits();
    }

    @Override
    public NDArray loss(StepContext context) {
        return distance(context.getStudent().getLogits(), context.getTeacher().getLogits());
    }

    /**
     * The divergence from the transformed teacher.
     *
     * @param student the student's logits {@code [batch, classes]}
     * @param target the teacher's logits, same shape
     * @return a scalar, at least 0
     */
    @Override
    public NDArray distance(NDArray student, NDArray target) {
        return divergences(gamma, student, Targets.beside(target, student)).mean();
    }

    /** Of each sample, {@code [batch, 1]}. */
    static NDArray divergences(double gamma, NDArray student, NDArray teacher) {
        NDArray wanted = ClassLogits.softened(teacher, 1 / gamma).logSoftmax(1);
        return ClassLogits.divergences(wanted, student.logSoftmax(1));
    }
}
