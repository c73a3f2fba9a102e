package dev.understudy.objective.logits;

import ai.djl.ndarray.NDArray;
import dev.understudy.Needs;
import dev.understudy.Objective;
import dev.understudy.StepContext;
import dev.understudy.internal.arithmetic.Targets;
import dev.understudy.objective.Discrepancy;

/**
 * Mean Teacher's consistency cost: how far the student's distribution is from that of a running average of its weights,
 * {@code L = mean_b (1 / K) sum_k (softmax(z_s)_k - softmax(z_t)_k)^2} (Tarvainen and Valpola 2017, eq. 1, as {@code
 * softmax_mse_loss} in the authors' code).
 *
 * <p>Shapes: both logits {@code [batch, K]}. Mean over batch and classes; zero where both distributions are equal. It is
 * read from the teacher; from an average by {@code Objective.from("average", new Consistency())}. The authors' weight is
 * 100 for CIFAR-10 after a ramp-up over the first 5 epochs; they show the average images augmented anew, here it sees the
 * student's, and noise comes from dropout alone.
 */
public record Consistency() implements Objective, Discrepancy {

    @Override
    public Needs needs() {
        return Needs.nothing().withStudentLogits().withTeacherLogits();
    }

    @Override
    public NDArray loss(StepContext context) {
        return distance(context.getStudent().getLogits(), context.getTeacher().getLogits());
    }

    /**
     * The mean squared difference of probabilities.
     *
     * @param student the student's logits {@code [batch, classes]}
     * @param target the average's logits, same shape
     * @return a scalar, at least 0
     */
    @Override
    public NDArray distance(NDArray student, NDArray target) {
        NDArray wanted = Targets.beside(target, student).softmax(1);
        return student.softmax(1).sub(wanted).square().mean();
    }
}
