package dev.understudy.objective;

import ai.djl.ndarray.NDArray;
import dev.understudy.Needs;
import dev.understudy.Objective;
import dev.understudy.StepContext;
import dev.understudy.internal.arithmetic.Targets;
import dev.understudy.internal.context.OneHot;

/**
 * Cross entropy with the true labels: {@code L_GT = -mean_b log softmax(z_b)[y_b]} (paper, eq. 5, first term). Where a
 * batch transform has mixed the labels it is {@code -mean_b sum_k q_b[k] log softmax(z_b)[k]} with the shares q.
 *
 * <p>Shapes: logits {@code [batch, classes]}, labels {@code [batch]} whole numbers from 0 to classes - 1, or shares
 * {@code [batch, classes]}. Mean over the batch.
 */
public record CrossEntropy() implements Objective, Discrepancy {

    @Override
    public Needs needs() {
        return Needs.nothing().withStudentLogits();
    }

    @Override
    public NDArray loss(StepContext context) {
        return distance(context.getStudent().getLogits(), context.getSoftLabels());
    }

    /**
     * The cross entropy.
     *
     * @param student the student's logits {@code [batch, classes]}
     * @param target the labels {@code [batch]}, or the classes' shares {@code [batch, classes]}
     * @return a scalar, at least 0
     */
    @Override
    public NDArray distance(NDArray student, NDArray target) {
        NDArray labels = Targets.beside(target, student);
        NDArray shares = labels.getShape().equals(student.getShape())
                ? labels
                : OneHot.of(labels, student.getShape().get(1));
        NDArray chosen = shares.toType(student.getDataType(), false);
        long batch = student.getShape().get(0);
        return Scaling.times(student.logSoftmax(1).mul(chosen).sum(), -1.0 / batch);
    }
}
