package dev.understudy.objective.logits;

import ai.djl.ndarray.NDArray;
import dev.understudy.Needs;
import dev.understudy.Objective;
import dev.understudy.StepContext;
import dev.understudy.internal.arithmetic.Ranges;
import dev.understudy.internal.arithmetic.Targets;
import dev.understudy.objective.Scaling;

/**
 * Decoupled Knowledge Distillation (DKD): how likely the true class is, and how the other classes compare with each other,
 * are learned separately, {@code T^2 mean_b( alpha KL(b_t || b_s) + beta KL(q_t || q_s) )} (Zhao et al. 2022, eq. 7). With
 * {@code p = softmax(z / T)}, b is {@code (p_y, 1 - p_y)} and q the softmax of the logits of all classes but y.
 *
 * <p>Shapes: both logits {@code [batch, classes]}, labels {@code [batch]}. Mean over the batch; at least 0, and 0 at
 * equality. For two classes there is one class beside the true one, so that the second term is 0; the authors' code
 * ({@code DKD.py} of mdistiller) masks by subtracting 1000, and may be infinite there and for large logits. Beside it they
 * have the cross entropy with weight 1, and let DKD come in over 20 epochs.
 *
 * @param alpha what the true class weighs, at least 0
 * @param beta what the other classes weigh, at least 0
 * @param temperature T, above 0
 */
public record DecoupledKd(double alpha, double beta, double temperature) implements Objective, SampleDivergence {

    /** Checks the ranges. */
    public DecoupledKd {
        Ranges.weight("alpha of DKD", alpha);
        Ranges.weight("beta of DKD", beta);
        Ranges.temperature("DKD", temperature);
    }

    /**
     * The authors' for ResNet32x4 and ResNet8x4 on CIFAR-100: alpha = 1, beta = 8, T = 4. For other pairs they have beta = 2
     * (ResNet56 and ResNet20), 6 (WRN-40-2, VGG13) or 8.
     *
     * @return the objective
     */
    public static DecoupledKd standard() {
        return new DecoupledKd(1, 8, 4);
    }

    @Override
    public Needs needs() {
        return Needs.nothing().withStudentLogits().withTeacherLogits();
    }

    @Override
    public NDArray loss(StepContext context) {
        return distance(context.getStudent().getLogits(), context.getTeacher().getLogits(), context.getLabels());
    }

    /**
     * The weighted sum of both divergences.
     *
     * @param student the student's logits {@code [batch, classes]}
     * @param teacher the teacher's logits, same shape
     * @param labels the true classes {@code [batch]}
     * @return a scalar
     */
    public NDArray distance(NDArray student, NDArray teacher, NDArray labels) {
        return divergences(student, teacher, labels).mean();
    }

    @Override
    public NDArray divergences(NDArray student, NDArray teacher, NDArray labels) {
        NDArray truth = ClassLogits.ofLabels(labels, student);
        NDArray own = ClassLogits.softened(student, temperature);
        NDArray wanted = ClassLogits.softened(Targets.beside(teacher, student), temperature);
        NDArray target = ClassLogits.divergencesOfTwo(own, truth, wanted, truth);
        NDArray others = ClassLogits.divergencesWithout(truth, own, wanted);
        double scale = temperature * temperature;
        return Scaling.times(target, alpha * scale).add(Scaling.times(others, beta * scale));
    }
}
