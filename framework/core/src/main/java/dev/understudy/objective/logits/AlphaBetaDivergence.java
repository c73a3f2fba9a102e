package dev.understudy.objective.logits;

import ai.djl.ndarray.NDArray;
import dev.understudy.Needs;
import dev.understudy.Objective;
import dev.understudy.StepContext;
import dev.understudy.internal.arithmetic.Ranges;
import dev.understudy.internal.arithmetic.Targets;
import dev.understudy.objective.Discrepancy;
import dev.understudy.objective.Scaling;

/**
 * The alpha-beta divergence of student and teacher (ABKD): {@code mean_b D} with {@code D = -1 / (alpha beta) sum_k( p^alpha
 * q^beta - alpha / (alpha + beta) p^(alpha + beta) - beta / (alpha + beta) q^(alpha + beta) )} of the teacher's {@code p =
 * softmax(z_t / T)} and the student's {@code q = softmax(z_s / T)} (Wang et al. 2025, "ABKD", after Cichocki et al. 2011).
 * By continuity it is
 *
 * <ul>
 *   <li>{@code 1 / alpha^2 sum_k( p^alpha log(p^alpha / q^alpha) - p^alpha + q^alpha )} where beta is 0: with alpha = 1 the
 *       Kullback-Leibler divergence that KD has
 *   <li>{@code 1 / beta^2 sum_k( q^beta log(q^beta / p^beta) - q^beta + p^beta )} where alpha is 0: with beta = 1 the reverse
 *       one
 *   <li>{@code 1 / 2 sum_k( log p - log q )^2} where both are 0
 * </ul>
 *
 * <p>Shapes: both logits {@code [batch, classes]}. Mean over the batch; at least 0, and 0 at equality. There is no factor
 * T^2. The authors' code ({@code abkl.py}) has {@code 1 / alpha} and {@code 1 / beta} in the limits in place of the
 * squares, so that its values jump there; for 1 they are the same.
 *
 * @param alpha at least 0; below 0 the divergence has no bound where the teacher is certain
 * @param beta at least 0
 * @param temperature T, above 0
 */
public record AlphaBetaDivergence(double alpha, double beta, double temperature) implements Objective, Discrepancy {

    /** Checks the ranges. */
    public AlphaBetaDivergence {
        Ranges.weight("alpha of ABKD", alpha);
        Ranges.weight("beta of ABKD", beta);
        Ranges.temperature("ABKD", temperature);
    }

    /**
     * The authors' example for ResNet56 and ResNet20 on CIFAR-100: alpha = 0.8, beta = 0.3, T = 4, to which they give the
     * weight 64.
     *
     * @return the objective
     */
    public static AlphaBetaDivergence standard() {
        return new AlphaBetaDivergence(0.8, 0.3, 4);
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
     * The divergence.
     *
     * @param student the student's logits {@code [batch, classes]}
     * @param target the teacher's logits, same shape
     * @return a scalar, at least 0
     */
    @Override
    public NDArray distance(NDArray student, NDArray target) {
        NDArray q = ClassLogits.softened(student, temperature).logSoftmax(1);
        NDArray p = ClassLogits.softened(Targets.beside(target, student), temperature)
                .logSoftmax(1);
        double batch = student.getShape().get(0);
        return Scaling.times(sum(p, q), 1 / batch);
    }

    /** Over all samples and classes, given the logarithms. */
    private NDArray sum(NDArray p, NDArray q) {
        if (alpha == 0 && beta == 0) {
            return Scaling.times(p.sub(q).square().sum(), 0.5);
        }
        if (beta == 0) {
            return limit(alpha, p, q);
        }
        if (alpha == 0) {
            return limit(beta, q, p);
        }
        double both = alpha + beta;
        NDArray product = Scaling.times(p, alpha).add(Scaling.times(q, beta)).exp();
        NDArray ofTeacher = Scaling.times(Scaling.times(p, both).exp(), alpha / both);
        NDArray ofStudent = Scaling.times(Scaling.times(q, both).exp(), beta / both);
        return Scaling.times(product.sub(ofTeacher).sub(ofStudent).sum(), -1 / (alpha * beta));
    }

    private static NDArray limit(double power, NDArray first, NDArray second) {
        NDArray one = Scaling.times(first, power);
        NDArray other = Scaling.times(second, power);
        NDArray powers = one.exp();
        NDArray each = powers.mul(one.sub(other)).sub(powers).add(other.exp());
        return Scaling.times(each.sum(), 1 / (power * power));
    }
}
