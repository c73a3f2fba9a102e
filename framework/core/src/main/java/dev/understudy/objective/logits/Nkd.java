package dev.understudy.objective.logits;

import ai.djl.ndarray.NDArray;
import dev.understudy.Needs;
import dev.understudy.Objective;
import dev.understudy.StepContext;
import dev.understudy.internal.arithmetic.Ranges;
import dev.understudy.internal.arithmetic.Targets;
import dev.understudy.objective.Scaling;

/**
 * Normalized Knowledge Distillation (NKD): the true class by the teacher's own confidence, and the other classes normalised
 * among each other, {@code mean_b( -p_t[y] log p_s[y] - gamma T^2 sum_{k != y} q_t[k] log q_s[k] )} (Yang et al. 2023, "From
 * Knowledge Distillation to Self-Knowledge Distillation"). p is the softmax at T = 1, q the softmax of {@code z
 * / T} of all classes but y.
 *
 * <p>Shapes: both logits {@code [batch, classes]}, labels {@code [batch]}. Mean over the batch. Both terms are cross
 * entropies, as in the authors' code ({@code nkd.py}): at least 0, not 0 at equality, and the second one is least where
 * both q are equal. For two classes the second term is 0. Beside it the authors have the cross entropy with weight 1.
 *
 * @param gamma what the other classes weigh, at least 0
 * @param temperature T, above 0
 */
public record Nkd(double gamma, double temperature) implements Objective, SampleDivergence {

    /** Checks the ranges. */
    public Nkd {
        Ranges.weight("gamma of NKD", gamma);
        Ranges.temperature("NKD", temperature);
    }

    /**
     * The authors' for CIFAR-100: gamma = 3.5, T = 3. For ImageNet they have 1.5 and 1.
     *
     * @return the objective
     */
    public static Nkd standard() {
        return new Nkd(3.5, 3);
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
     * The sum of both cross entropies.
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
        NDArray wanted = Targets.beside(teacher, student);
        NDArray truth = ClassLogits.ofLabels(labels, student);
        NDArray others = others(student, truth).mul(others(wanted, truth).exp());
        double scale = gamma * temperature * temperature;
        return confidence(student, wanted, truth)
                .add(Scaling.times(others.sum(new int[] {1}, true), scale))
                .neg();
    }

    /** {@code p_t[y] log p_s[y]} of each sample, {@code [batch, 1]}. */
    static NDArray confidence(NDArray student, NDArray teacher, NDArray truth) {
        NDArray confidence = ClassLogits.chosen(teacher.softmax(1), truth);
        return confidence.mul(ClassLogits.chosen(student.logSoftmax(1), truth));
    }

    private NDArray others(NDArray logits, NDArray truth) {
        return ClassLogits.without(ClassLogits.softened(logits, temperature), truth)
                .logSoftmax(1);
    }
}
