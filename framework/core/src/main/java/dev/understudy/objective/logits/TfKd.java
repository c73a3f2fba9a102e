package dev.understudy.objective.logits;

import ai.djl.ndarray.NDArray;
import dev.understudy.InputException;
import dev.understudy.Needs;
import dev.understudy.Objective;
import dev.understudy.StepContext;
import dev.understudy.internal.arithmetic.Ranges;
import dev.understudy.objective.Scaling;

/**
 * Teacher-free Knowledge Distillation by regularization (Tf-KD): a virtual teacher that gives the true class the
 * probability a and shares the rest evenly, softened, {@code mean_b KL( d_T || p_T )} (Yuan et al. 2020, "Revisiting
 * Knowledge Distillation via Label Smoothing Regularization"). Their other form, Tf-KD by self-training, is
 * {@link dev.understudy.objective.logits.SoftTargets} of a trained network of the student's kind.
 *
 * <p>Shapes: logits {@code [batch, classes]}, labels {@code [batch]}. Mean over the batch; at least 0. Beside it the
 * authors have the cross entropy with weight 0.9, and this with 0.1.
 *
 * @param correct a, above 0 and below 1
 * @param temperature T, above 0
 * @param form how both distributions are softened
 */
public record TfKd(double correct, double temperature, Form form) implements Objective {

    /** How both distributions are softened. */
    public enum Form {
        /**
         * As KD does it: {@code d_T = softmax(log d / T)}, {@code p_T = softmax(z / T)}, times T^2, which the paper does not
         * write but the authors' code of KD has.
         */
        PAPER,
        /**
         * As the authors' code ({@code loss_kd_regularization}) computes it: {@code softmax(d / T)} of the probabilities
         * themselves, which is nearly even, with the student's {@code softmax(z)}. The code takes the mean over classes too,
         * times a multiplier: with the multiplier 100 and 100 classes it is this.
         */
        PUBLISHED
    }

    /** Checks the ranges. */
    public TfKd {
        if (!(correct > 0 && correct < 1)) {
            throw new InputException(
                    "The true class's probability of Tf-KD must be above 0 and below 1, got " + correct);
        }
        Ranges.temperature("Tf-KD", temperature);
    }

    /**
     * The authors' for ResNet18 on CIFAR-100, in the paper's form: a = 0.99, T = 20.
     *
     * @return the objective
     */
    public static TfKd standard() {
        return new TfKd(0.99, 20, Form.PAPER);
    }

    @Override
    public Needs needs() {
        return Needs.nothing().withStudentLogits();
    }

    @Override
    public NDArray loss(StepContext context) {
        return distance(context.getStudent().getLogits(), context.getLabels());
    }

    /**
     * The divergence from the virtual teacher.
     *
     * @param student the student's logits {@code [batch, classes]}
     * @param labels the true classes {@code [batch]}
     * @return a scalar, at least 0
     */
    public NDArray distance(NDArray student, NDArray labels) {
        NDArray truth = ClassLogits.ofLabels(labels, student);
        double rest = (1 - correct) / Math.max(1, student.getShape().get(1) - 1);
        if (form == Form.PUBLISHED) {
            return divergence(teacher(truth, correct, rest), student);
        }
        NDArray wanted = teacher(truth, Math.log(correct), Math.log(rest));
        return Scaling.times(divergence(wanted, ClassLogits.softened(student, temperature)), temperature * temperature);
    }

    /** Logits that are one number for the true class and another one for all others, at the temperature. */
    private NDArray teacher(NDArray truth, double one, double other) {
        return Scaling.plus(Scaling.times(truth, (one - other) / temperature), other / temperature);
    }

    private static NDArray divergence(NDArray wanted, NDArray own) {
        return ClassLogits.divergences(wanted.logSoftmax(1), own.logSoftmax(1)).mean();
    }
}
