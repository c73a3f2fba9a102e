package dev.understudy.objective.relations;

import ai.djl.ndarray.NDArray;
import dev.understudy.InputException;
import dev.understudy.StudentTap;
import dev.understudy.TeacherTap;
import dev.understudy.internal.arithmetic.Pooled;
import dev.understudy.internal.arithmetic.Ranges;
import dev.understudy.internal.arithmetic.Targets;
import dev.understudy.internal.arithmetic.UnitVectors;
import dev.understudy.objective.Scaling;

/**
 * Correlation congruence (CC): {@code (1/B^2) ||C_s - C_t||^2}, where the correlation of two samples is a Gaussian kernel of
 * their features f, as unit vectors, expanded into a Taylor series, {@code C_ij = exp(-2 gamma) sum_p (2 gamma)^p / p! (f_i .
 * f_j)^p} for p from 0 to the order (Peng et al. 2019, "Correlation Congruence for Knowledge Distillation").
 *
 * <p>Shapes: features {@code [batch, features]} on both sides, of any width; maps are averaged. Mean over the batch's pairs; at
 * least 0, and 0 where all angles between features are the teacher's. The benchmark's code computes something else, which is
 * {@link CorrelationCongruenceAsPublished}.
 *
 * @param student whose features are compared
 * @param teacher whose features are compared
 * @param gamma of the kernel, above 0
 * @param order of the series, 1 or more
 */
public record CorrelationCongruence(StudentTap student, TeacherTap teacher, double gamma, int order)
        implements Relation {

    /** Checks the ranges. */
    public CorrelationCongruence {
        Ranges.above("gamma of CC", gamma);
        if (order < 1) {
            throw new InputException("CC needs a series of order 1 or more, got " + order);
        }
    }

    /**
     * The authors': gamma = 0.4, order 2.
     *
     * @param student whose features are compared
     * @param teacher whose features are compared
     * @return the objective
     */
    public static CorrelationCongruence of(StudentTap student, TeacherTap teacher) {
        return new CorrelationCongruence(student, teacher, 0.4, 2);
    }

    /**
     * The mean squared difference of the correlations.
     *
     * @param student {@code [batch, features]}, or maps
     * @param target the teacher's, of as many samples
     * @return a scalar, at least 0
     */
    @Override
    public NDArray distance(NDArray student, NDArray target) {
        NDArray difference = series(student).sub(series(Targets.beside(target, student)));
        return Scaling.times(difference.square().mean(), Math.exp(-4 * gamma));
    }

    /** The correlations but for their factor. */
    private NDArray series(NDArray features) {
        NDArray units = UnitVectors.of(Pooled.of(features));
        NDArray cosines = units.matMul(units.transpose(1, 0));
        NDArray sum = cosines.onesLike();
        for (int p = order; p > 0; p--) {
            sum = Scaling.plus(Scaling.times(cosines.mul(sum), 2 * gamma / p), 1);
        }
        return sum;
    }
}
