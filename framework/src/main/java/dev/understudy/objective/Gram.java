package dev.understudy.objective;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;

/**
 * The distance of normalised Gram matrices {@code X X^T}, for {@code X} of shape {@code [batch, D, K]}.
 *
 * <p>Let {@code u} be the mean of X's rows, {@code Y = X - 1 u^T} and {@code p = Y u}. Then {@code X X^T - mean = Y Y^T
 * + p 1^T + 1 p^T}, where the three parts are orthogonal, so that covariances of two Gram matrices' elements are
 * {@code D^2 cov(a, b) = ||Ya^T Yb||^2 + 2 D pa.pb}: nothing of size D x D is made, and nothing large cancels, however
 * nearly constant the activations. The mean squared difference of the two matrices, each divided by its deviation, is
 * {@code va / sa^2 + vb / sb^2 - 2 cov / (sa sb)}: {@code 2 (1 - rho)} with rho their Pearson correlation.
 */
final class Gram {

    /** A variance below this counts as none: the normalised matrix is then all zeros, with a finite gradient. */
    static final double VARIANCE_FLOOR = 1e-20;

    private Gram() {}

    /**
     * The distance of two batches of Gram matrices.
     *
     * @param own {@code [batch, D, K]}
     * @param other {@code [batch, D, L]}, without gradient
     * @param norm how the normalised matrices are compared
     * @return a scalar
     */
    static NDArray distance(NDArray own, NDArray other, Norm norm) {
        return switch (norm) {
            case SQUARED, EUCLIDEAN -> norm.ofMeanSquares(meanSquares(own, other));
            case ABSOLUTE -> AbsoluteGram.distance(own, other);
        };
    }

    /** Each instance's mean squared difference, {@code [batch]}. */
    private static NDArray meanSquares(NDArray own, NDArray other) {
        long size = own.getShape().get(1);
        boolean direct = size < Math.max(own.getShape().get(2), other.getShape().get(2));
        Centred a = Centred.of(own, direct);
        Centred b = Centred.of(other, direct);
        NDArray va = a.covariance(a);
        NDArray vb = b.covariance(b);
        NDArray sa = Scaling.plus(va, VARIANCE_FLOOR);
        NDArray sb = Scaling.plus(vb, VARIANCE_FLOOR);
        NDArray cross = a.covariance(b).div(sa.sqrt().mul(sb.sqrt()));
        return va.div(sa).add(vb.div(sb)).sub(Scaling.times(cross, 2));
    }

    /**
     * A batch taken apart.
     *
     * @param size D
     * @param rows Y, {@code [batch, D, K]}
     * @param gram {@code Y Y^T}, where D x D is the smaller side
     * @param projection p, {@code [batch, D, 1]}
     */
    private record Centred(
            long size, NDArray rows, @Nullable NDArray gram, NDArray projection) {

        static Centred of(NDArray x, boolean direct) {
            NDArray mean = x.mean(new int[] {1}, true);
            NDArray rows = x.sub(mean);
            NDArray projection = rows.matMul(mean.transpose(0, 2, 1));
            return new Centred(x.getShape().get(1), rows, direct ? square(rows) : null, projection);
        }

        /** The covariance of the elements of two Gram matrices, {@code [batch]}. */
        NDArray covariance(Centred other) {
            NDArray parts = gram != null && other.gram != null
                    ? gram.mul(other.gram)
                    : rows.transpose(0, 2, 1).matMul(other.rows).square();
            NDArray projected = projection.mul(other.projection).sum(new int[] {1, 2});
            return Scaling.times(
                    parts.sum(new int[] {1, 2}).add(Scaling.times(projected, 2.0 * size)),
                    1.0 / ((double) size * size));
        }
    }

    private static NDArray square(NDArray rows) {
        return rows.matMul(rows.transpose(0, 2, 1));
    }
}
