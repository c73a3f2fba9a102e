package dev.understudy.objective.logits;

import ai.djl.ndarray.NDArray;
import dev.understudy.Needs;
import dev.understudy.Objective;
import dev.understudy.StepContext;
import dev.understudy.internal.arithmetic.Ranges;
import dev.understudy.internal.arithmetic.Targets;
import dev.understudy.internal.arithmetic.Unvaried;
import dev.understudy.objective.Discrepancy;
import dev.understudy.objective.Scaling;

/**
 * DIST, distillation from a stronger teacher: predictions are to correlate with the teacher's, not to equal them, {@code T^2
 * ( beta (1 - mean_b rho(P_s[b], P_t[b])) + gamma (1 - mean_k rho(P_s[:, k], P_t[:, k])) )} with Pearson's rho and {@code P =
 * softmax(z / T)} (Huang et al. 2022, section 4: the relations between and within classes).
 *
 * <p>Shapes: both logits {@code [batch, classes]}. From 0, where all correlations are 1, to {@code 2 T^2 (beta + gamma)}.
 * As in the authors' code ({@code dist_kd.py}), where the factor T^2 is from, 1e-8 is added to the product of lengths that
 * correlations are divided by. Where one side does not vary, as within a batch of one sample, a correlation counts as 0, and
 * its gradient is that of lengths of 1; the authors' is up to a hundred million times as long.
 *
 * @param beta what correlations over the classes of each sample weigh, at least 0
 * @param gamma what correlations over the samples of each class weigh, at least 0
 * @param temperature T, above 0
 */
public record Dist(double beta, double gamma, double temperature) implements Objective, Discrepancy {

    /** The authors'. */
    private static final double EPSILON = 1e-8;

    /** Added to squared lengths, so that the root of 0 has a finite gradient. */
    private static final double LENGTH_FLOOR = 1e-20;

    /** Checks the ranges. */
    public Dist {
        Ranges.weight("beta of DIST", beta);
        Ranges.weight("gamma of DIST", gamma);
        Ranges.temperature("DIST", temperature);
    }

    /**
     * The authors' for CIFAR-100: beta = gamma = 2, T = 4. For ImageNet they have 2, 2 and 1.
     *
     * @return the objective
     */
    public static Dist standard() {
        return new Dist(2, 2, 4);
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
     * How far both kinds of correlations are from 1.
     *
     * @param student the student's logits {@code [batch, classes]}
     * @param target the teacher's logits, same shape
     * @return a scalar, at least 0
     */
    @Override
    public NDArray distance(NDArray student, NDArray target) {
        NDArray own = ClassLogits.softened(student, temperature).softmax(1);
        NDArray wanted = ClassLogits.softened(Targets.beside(target, student), temperature)
                .softmax(1);
        double scale = temperature * temperature;
        NDArray between = Scaling.times(correlation(own, wanted, 1), -beta * scale);
        NDArray within = Scaling.times(correlation(own, wanted, 0), -gamma * scale);
        return Scaling.plus(between.add(within), (beta + gamma) * scale);
    }

    /** The mean of the correlations along an axis. */
    private static NDArray correlation(NDArray student, NDArray teacher, int axis) {
        NDArray own = centred(student, axis);
        NDArray other = centred(teacher, axis);
        NDArray lengths = length(own, axis).mul(length(other, axis));
        NDArray unvaried = Unvaried.of(student, own, axis).add(Unvaried.of(teacher, other, axis));
        return own.mul(other)
                .sum(new int[] {axis}, true)
                .div(Scaling.plus(lengths, EPSILON).add(unvaried))
                .mean();
    }

    private static NDArray centred(NDArray predictions, int axis) {
        return predictions.sub(predictions.mean(new int[] {axis}, true));
    }

    private static NDArray length(NDArray vectors, int axis) {
        return Scaling.plus(vectors.square().sum(new int[] {axis}, true), LENGTH_FLOOR)
                .sqrt();
    }
}
