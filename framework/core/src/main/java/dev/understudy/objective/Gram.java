package dev.understudy.objective;

import ai.djl.ndarray.NDArray;

/**
 * The distance of normalised Gram matrices {@code X X^T}, for {@code X} of shape {@code [batch, D, K]}.
 *
 * <p>Let {@code u} be the mean of X's rows, {@code Y = X - 1 u^T} and {@code p = Y u}. Then {@code X X^T - mean = Y Y^T
 * + p 1^T + 1 p^T}, where the three parts are orthogonal, so that covariances of two Gram matrices' elements are
 * {@code D^2 cov(a, b) = ||Ya^T Yb||^2 + 2 D pa.pb}: nothing of size D x D is made, and nothing large cancels, however
 * nearly constant the activations. The mean squared difference of the two matrices, each divided by its standard deviation, is
 * {@code va / sa^2 + vb / sb^2 - 2 cov / (sa sb)}: {@code 2 (1 - rho)} with rho their Pearson correlation.
 *
 * <p>Where D is the smaller side, the centred matrices are made after all: {@code X Y^T} is {@code Y Y^T + 1 p^T}, and
 * the means of its columns are p.
 *
 * <p>Variances grow with the fourth power of activations, so that they would overflow where activations are in the
 * thousands; large products are made {@linkplain Magnitude smaller} first, which the normalised matrices do not show.
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
        boolean small = size < Math.max(own.getShape().get(2), other.getShape().get(2));
        return small ? meanSquares(Matrix.of(own), Matrix.of(other)) : meanSquares(Parts.of(own), Parts.of(other));
    }

    private static <T extends Centred<T>> NDArray meanSquares(T own, T other) {
        NDArray va = own.variance();
        NDArray vb = other.variance();
        NDArray sa = Scaling.plus(va, VARIANCE_FLOOR);
        NDArray sb = Scaling.plus(vb, VARIANCE_FLOOR);
        NDArray cross = own.covariance(other).div(sa.mul(sb).sqrt());
        return va.div(sa).add(vb.div(sb)).sub(Scaling.times(cross, 2));
    }

    /** A batch of centred Gram matrices. */
    private interface Centred<T> {

        /** Of its elements, {@code [batch]}. */
        NDArray variance();

        /** With another's elements, {@code [batch]}. */
        NDArray covariance(T other);
    }

    /**
     * A batch of centred Gram matrices.
     *
     * @param elements {@code [batch, D, D]}
     */
    private record Matrix(NDArray elements) implements Centred<Matrix> {

        static Matrix of(NDArray x) {
            NDArray rows = x.sub(mean(x));
            NDArray product = x.matMul(rows.transpose(0, 2, 1));
            NDArray elements = product.add(mean(product).transpose(0, 2, 1));
            return new Matrix(elements.mul(Magnitude.reduction(elements)));
        }

        @Override
        public NDArray variance() {
            return covariance(this);
        }

        @Override
        public NDArray covariance(Matrix other) {
            return Scaling.times(elements.mul(other.elements).sum(new int[] {1, 2}), 1.0 / square(elements));
        }
    }

    /**
     * What a batch of centred Gram matrices is made of.
     *
     * @param rows Y, {@code [batch, D, K]}
     * @param projection p, {@code [batch, D, 1]}
     * @param squares {@code Y^T Y}, {@code [batch, K, K]}
     * @param reduction by what X is made smaller before anything grows with its fourth power, {@code [batch, 1, 1]}
     */
    record Parts(NDArray rows, NDArray projection, NDArray squares, NDArray reduction) implements Centred<Parts> {

        static Parts of(NDArray x) {
            NDArray mean = mean(x);
            NDArray rows = x.sub(mean);
            NDArray projection = rows.matMul(mean.transpose(0, 2, 1));
            NDArray squares = rows.transpose(0, 2, 1).matMul(rows);
            return new Parts(rows, projection, squares, Magnitude.reductionOfSquares(squares, projection));
        }

        @Override
        public NDArray variance() {
            return Scaling.times(sumOfSquares(), 1 / square(rows));
        }

        @Override
        public NDArray covariance(Parts other) {
            return Scaling.times(products(rows.transpose(0, 2, 1).matMul(other.rows), other), 1 / square(rows));
        }

        /** Of the elements, {@code [batch]}. */
        NDArray sumOfSquares() {
            return products(squares, this);
        }

        private NDArray products(NDArray both, Parts other) {
            NDArray squared = both.mul(reduction).mul(other.reduction).square().sum(new int[] {1, 2});
            NDArray projected = small().mul(other.small()).sum(new int[] {1, 2});
            return squared.add(Scaling.times(projected, 2.0 * rows.getShape().get(1)));
        }

        private NDArray small() {
            return projection.mul(reduction.square());
        }
    }

    private static double square(NDArray batch) {
        double size = batch.getShape().get(1);
        return size * size;
    }

    /** The mean of each instance's rows, {@code [batch, 1, columns]}. */
    private static NDArray mean(NDArray x) {
        return x.mean(new int[] {1}, true);
    }
}
