package dev.understudy.objective.logits;

import ai.djl.ndarray.NDArray;
import dev.understudy.InputException;
import dev.understudy.Needs;
import dev.understudy.Objective;
import dev.understudy.Schedule;
import dev.understudy.StepContext;
import dev.understudy.internal.arithmetic.Targets;
import dev.understudy.objective.Discrepancy;
import dev.understudy.objective.Scaling;

/**
 * Knowledge Distillation's soft targets: the cross entropy with the teacher's softened distribution, {@code L_KD = T^2
 * mean_b( -sum_k softmax(z_t / T)_k log softmax(z_s / T)_k )} (Hinton et al. 2015; paper, eq. 5, second term).
 *
 * <p>Shapes: both logits {@code [batch, classes]}. Mean over the batch. It differs from the Kullback-Leibler form by the
 * entropy of the targets, which has no gradient; so it is not zero at equality.
 *
 * @param temperature T, above 0; the paper gives none, the default is 4 (ours)
 * @param factor what T is multiplied by over the stage
 */
public record SoftTargets(double temperature, Schedule factor) implements Objective, Discrepancy, SampleDivergence {

    /** Checks the temperature. */
    public SoftTargets {
        if (!(temperature > 0) || Double.isInfinite(temperature)) {
            throw new InputException("The temperature of soft targets must be above 0, got " + temperature);
        }
    }

    /**
     * With a temperature that stays the same.
     *
     * @param temperature T, above 0
     */
    public SoftTargets(double temperature) {
        this(temperature, Schedule.constant(1));
    }

    /**
     * With a temperature that changes over the stage, as curriculum temperatures do: {@code Schedule.linear(1, 0.25)} goes
     * from T to a quarter of it.
     *
     * @param other what T is multiplied by in each step; above 0
     * @return the same soft targets otherwise
     */
    public SoftTargets temperatures(Schedule other) {
        return new SoftTargets(temperature, other);
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
        double now = temperature * factor.at(context.getProgress());
        if (!(now > 0) || Double.isInfinite(now)) {
            throw new InputException("The temperature of soft targets became " + now + "; wanted above 0");
        }
        return distance(context.getStudent().getLogits(), context.getTeacher().getLogits(), now);
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
        return distance(student, target, temperature);
    }

    private static NDArray distance(NDArray student, NDArray target, double temperature) {
        return crossEntropy(student, soft(student, target, temperature), temperature);
    }

    /** At the temperature that the stage begins with. */
    @Override
    public NDArray divergences(NDArray student, NDArray teacher, NDArray labels) {
        NDArray products = products(student, soft(student, teacher, temperature), temperature);
        return Scaling.times(products.sum(new int[] {1}, true), -temperature * temperature);
    }

    /** {@code T^2 mean_b( -sum_k q_k log softmax(z_s / T)_k )} with softened distributions q {@code [batch, classes]}. */
    static NDArray crossEntropy(NDArray student, NDArray soft, double temperature) {
        long batch = student.getShape().get(0);
        return Scaling.times(products(student, soft, temperature).sum(), -temperature * temperature / batch);
    }

    private static NDArray soft(NDArray student, NDArray teacher, double temperature) {
        return Scaling.times(Targets.beside(teacher, student), 1 / temperature).softmax(1);
    }

    /** {@code q_k log softmax(z_s / T)_k}, {@code [batch, classes]}. */
    private static NDArray products(NDArray student, NDArray soft, double temperature) {
        return soft.mul(Scaling.times(student, 1 / temperature).logSoftmax(1));
    }
}
