package dev.understudy.objective.logits;

import ai.djl.ndarray.NDArray;
import dev.understudy.Needs;
import dev.understudy.Objective;
import dev.understudy.StepContext;
import dev.understudy.internal.arithmetic.Ranges;
import dev.understudy.internal.arithmetic.Targets;
import dev.understudy.objective.Scaling;

/**
 * Refined Logit Distillation (RLD): what is wrong in the teacher's logits is left out by the labels, {@code mean_b( alpha
 * C^2 KL(b_t || b_s) + beta T^2 KL(q_t || q_s) )} (Sun et al. 2025, "Knowledge Distillation with Refined Logits": sample
 * confidence and masked correlation). b is {@code (p, 1 - p)} at the temperature C, with the student's probability of the
 * true class and the teacher's of the class that it takes to be the likeliest; q is the softmax of {@code z / T} of those
 * classes whose teacher's logit is below that of the true class.
 *
 * <p>Shapes: both logits {@code [batch, classes]}, labels {@code [batch]}. Mean over the batch; at least 0. Where the
 * teacher is right it is {@link DecoupledKd}, and 0 at equality; where it holds the true class for the least likely, no
 * class is left and the second term is 0, in the authors' code too. Beside it they have the cross entropy with weight 1,
 * and let it come in over 20 epochs.
 *
 * @param alpha what the confidence weighs, at least 0
 * @param beta what the correlation weighs, at least 0
 * @param temperature T, above 0
 * @param confidenceTemperature C, above 0; the same as T in the authors' command, 1 where their code is told nothing
 */
public record RefinedLogits(double alpha, double beta, double temperature, double confidenceTemperature)
        implements Objective {

    /** Checks the ranges. */
    public RefinedLogits {
        Ranges.weight("alpha of RLD", alpha);
        Ranges.weight("beta of RLD", beta);
        Ranges.temperature("RLD", temperature);
        Ranges.above("confidence temperature of RLD", confidenceTemperature);
    }

    /**
     * The authors' example for VGG13 and VGG8 on CIFAR-100: alpha = 1, beta = 8, both temperatures 4.
     *
     * @return the objective
     */
    public static RefinedLogits standard() {
        return new RefinedLogits(1, 8, 4, 4);
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
        NDArray wanted = Targets.beside(teacher, student);
        NDArray truth = ClassLogits.ofLabels(labels, student);
        NDArray likeliest = ClassLogits.ofLabels(wanted.argMax(1), student);
        NDArray confidence = ClassLogits.divergencesOfTwo(
                ClassLogits.softened(student, confidenceTemperature),
                truth,
                ClassLogits.softened(wanted, confidenceTemperature),
                likeliest);
        NDArray above = wanted.gte(ClassLogits.chosen(wanted, truth)).toType(student.getDataType(), false);
        NDArray correlation = ClassLogits.divergencesWithout(
                above, ClassLogits.softened(student, temperature), ClassLogits.softened(wanted, temperature));
        return Scaling.times(confidence.mean(), alpha * confidenceTemperature * confidenceTemperature)
                .add(Scaling.times(correlation.mean(), beta * temperature * temperature));
    }
}
