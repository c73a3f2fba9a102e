package dev.understudy.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import dev.understudy.Needs;
import dev.understudy.Objective;
import dev.understudy.StepContext;

/**
 * Cross entropy with the true labels: {@code L_GT = -mean_b log softmax(z_b)[y_b]} (paper, eq. 5, first term).
 *
 * <p>Shapes: logits {@code [batch, classes]}, labels {@code [batch]} whole numbers from 0 to classes - 1. Mean over the
 * batch.
 */
public record CrossEntropy() implements Objective, Discrepancy {

    @Override
    public Needs needs() {
        return Needs.nothing().withStudentLogits();
    }

    @Override
    public NDArray loss(StepContext context) {
        return distance(context.getStudent().getLogits(), context.getLabels());
    }

    /**
     * The cross entropy.
     *
     * @param student the student's logits {@code [batch, classes]}
     * @param target the labels {@code [batch]}
     * @return a scalar, at least 0
     */
    @Override
    public NDArray distance(NDArray student, NDArray target) {
        long batch = student.getShape().get(0);
        NDArray classes = student.getManager()
                .arange(0, (float) student.getShape().get(1), 1, DataType.INT64)
                .toDevice(student.getDevice(), false)
                .reshape(1, -1);
        NDArray chosen = Targets.beside(target, student)
                .toType(DataType.INT64, false)
                .reshape(batch, 1)
                .eq(classes)
                .toType(student.getDataType(), false);
        return Scaling.times(student.logSoftmax(1).mul(chosen).sum(), -1.0 / batch);
    }
}
