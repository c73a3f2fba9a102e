package dev.understudy.objective;

import ai.djl.ndarray.NDArray;
import dev.understudy.InputException;
import dev.understudy.Needs;
import dev.understudy.Objective;
import dev.understudy.StepContext;

/**
 * Knowledge Distillation's soft targets: the cross entropy with the teacher's softened distribution, {@code L_KD = T^2
 * mean_b( -sum_k softmax(z_t / T)_k log softmax(z_s / T)_k )} (Hinton et al. 2015; paper, eq. 5, second term).
 *
 * <p>Shapes: both logits {@code [batch, classes]}. Mean over the batch. It differs from the Kullback-Leibler form by the
 * entropy of the targets, which has no gradient; so it is not zero at equality.
 *
 * @param temperature T, above 0; the paper gives none, the default is 4 (ours)
 */
public record SoftTargets(double temperature) implements Objective, Discrepancy {

    /** Checks the temperature. */
    public SoftTargets {
        if (!(temperature > 0) || Double.isInfinite(temperature)) {
            throw new InputException("The temperature of soft targets must be above 0, got " + temperature);
        }
    }

    /**
     * With the default temperature.
     *
     * @return soft targets at T = 4
     */
    public static SoftTargets standard() {
        return new SoftTargets(4);
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
     * The cross entropy with the softened target.
     *
     * @param student the student's logits {@code [batch, classes]}
     * @param target the teacher's logits, same shape
     * @return a scalar, least where both distributions are equal
     */
    @Override
    public NDArray distance(NDArray student, NDArray target) {
        NDArray soft =
                Scaling.times(Targets.beside(target, student), 1 / temperature).softmax(1);
        NDArray logs = Scaling.times(student, 1 / temperature).logSoftmax(1);
        long batch = student.getShape().get(0);
        return Scaling.times(soft.mul(logs).sum(), -temperature * temperature / batch);
    }
}
