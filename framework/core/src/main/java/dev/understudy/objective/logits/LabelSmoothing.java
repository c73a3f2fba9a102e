package dev.understudy.objective.logits;

import ai.djl.ndarray.NDArray;
import dev.understudy.Needs;
import dev.understudy.Objective;
import dev.understudy.StepContext;
import dev.understudy.internal.arithmetic.Ranges;
import dev.understudy.internal.arithmetic.Targets;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.objective.Scaling;

/**
 * Label smoothing: the cross entropy with labels of which a part is shared by all classes, {@code mean_b( -sum_k ((1 - e)
 * [k = y] + e / classes) log softmax(z)[k] )} (Szegedy et al. 2016, section 7). It stands in place of the cross entropy, and
 * is a distillation from a teacher who finds all classes alike (Yuan et al. 2020).
 *
 * <p>Shapes: logits {@code [batch, classes]}, labels {@code [batch]}, or shares of classes where a batch transform mixed
 * them. Mean over the batch; above 0 for e above 0. It is what PyTorch's {@code cross_entropy} computes. Where code shares e
 * by the other classes alone, as that of Tf-KD does, it is this with {@code e classes / (classes - 1)}.
 *
 * @param smoothing e, from 0 to below 1
 */
public record LabelSmoothing(double smoothing) implements Objective {

    /** Checks the range. */
    public LabelSmoothing {
        Ranges.part("part of label smoothing", smoothing);
    }

    /**
     * With e = 0.1.
     *
     * @return the objective
     */
    public static LabelSmoothing standard() {
        return new LabelSmoothing(0.1);
    }

    @Override
    public Needs needs() {
        return Needs.nothing().withStudentLogits();
    }

    @Override
    public NDArray loss(StepContext context) {
        return distance(context.getStudent().getLogits(), context.getSoftLabels());
    }

    /**
     * The cross entropy with smoothed labels.
     *
     * @param student the student's logits {@code [batch, classes]}
     * @param shares the labels as shares of classes, same shape
     * @return a scalar, at least 0
     */
    public NDArray distance(NDArray student, NDArray shares) {
        NDArray labels = Targets.beside(shares, student).toType(student.getDataType(), false);
        return of(smoothing, student, labels);
    }

    static NDArray of(double smoothing, NDArray logits, NDArray shares) {
        double classes = logits.getShape().get(1);
        NDArray wanted = Scaling.plus(Scaling.times(shares, 1 - smoothing), smoothing / classes);
        return new CrossEntropy().distance(logits, wanted);
    }
}
