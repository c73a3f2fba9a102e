package dev.understudy.objective.logits;

import ai.djl.ndarray.NDArray;
import dev.understudy.Needs;
import dev.understudy.Objective;
import dev.understudy.StepContext;
import dev.understudy.internal.arithmetic.Ranges;
import dev.understudy.internal.arithmetic.Targets;
import dev.understudy.objective.Discrepancy;
import dev.understudy.objective.Scaling;

/**
 * Weighted Transformed Teacher Matching (WTTM): {@link Ttm}, where a sample counts the more the less sure the teacher is of
 * it, {@code mean_b( U_b KL( p_t^gamma / U_b || p_s ) )} with {@code U_b = sum_k p_t[k]^gamma} and {@code p = softmax(z)}
 * (Zheng and Yang 2024).
 *
 * <p>Shapes: both logits {@code [batch, classes]}. Mean over the batch; at least 0, and 0 where {@code z_s = gamma z_t} but
 * for a constant. U is from 1, where the teacher is certain, to {@code classes^(1 - gamma)}, for gamma up to 1. There is no
 * factor T^2.
 *
 * @param gamma the power, above 0
 */
public record Wttm(double gamma) implements Objective, Discrepancy {

    /** Checks the range. */
    public Wttm {
        Ranges.above("power of WTTM", gamma);
    }

    /**
     * The authors' example for VGG13 and VGG8 on CIFAR-100, where it stands beside CRD with weight 4: gamma = 0.2.
     *
     * @return the objective
     */
    public static Wttm standard() {
        return new Wttm(0.2);
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
     * The weighted divergence from the transformed teacher.
     *
     * @param student the student's logits {@code [batch, classes]}
     * @param target the teacher's logits, same shape
     * @return a scalar, at least 0
     */
    @Override
    public NDArray distance(NDArray student, NDArray target) {
        NDArray teacher = Targets.beside(target, student);
        NDArray weights = Scaling.times(teacher.logSoftmax(1), gamma).exp().sum(new int[] {1}, true);
        return Ttm.divergences(gamma, student, teacher).mul(weights).mean();
    }
}
