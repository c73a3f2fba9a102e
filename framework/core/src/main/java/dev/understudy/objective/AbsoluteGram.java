package dev.understudy.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import dev.understudy.internal.arithmetic.RepeatedNumbers;

/**
 * The mean absolute difference of normalised Gram matrices. It has no closed form, so the matrices are made, but a few
 * instances at a time, small enough to stay in the cache, and each piece gives its part of the gradient at once; an
 * engine's own backward pass would keep every intermediate matrix of the whole batch.
 *
 * <p>With Y and p of {@link Gram} and s the standard deviation of the centred matrix C, the normalised matrix is {@code N = C / s =
 * Z W^T} for {@code Z = [Y, p, 1] / s} and {@code W = [Y, 1, p]}: the difference of two such is one matrix product. With
 * {@code n = D^2} and {@code G = sign(Na - Nb) / n} the gradient is {@code dL/dC = G / s - C sum(G C) / (n s^3)}, less
 * its mean, and {@code dL/dX = 2 (dL/dC) X}; all of it follows from {@code T = G W} without another pass over a matrix.
 */
final class AbsoluteGram {

    /** How many numbers of matrices a piece may hold: 4 MiB of float32. */
    private static final long PIECE = 1 << 20;

    private AbsoluteGram() {}

    /**
     * The distance of two batches of Gram matrices.
     *
     * @param own {@code [batch, D, K]}
     * @param other {@code [batch, D, L]}, without gradient
     * @return a scalar with the gradient with respect to {@code own}
     */
    static NDArray distance(NDArray own, NDArray other) {
        long batch = own.getShape().get(0);
        long size = own.getShape().get(1);
        long step = Math.max(1, PIECE / (size * size));
        NDList gradients = new NDList();
        NDList values = new NDList();
        NDArray x = own.stopGradient();
        for (long from = 0; from < batch; from += step) {
            NDIndex piece = new NDIndex("{}:{}", from, Math.min(batch, from + step));
            try (NDManager scope = own.getManager().newSubManager()) {
                NDList result = piece(x.get(scope, piece), other.get(scope, piece));
                result.attach(own.getManager());
                values.add(result.get(0));
                gradients.add(result.get(1));
            }
        }
        NDArray portion = RepeatedNumbers.of(x, 1.0 / batch);
        NDArray value = Scaling.times(NDArrays.stack(values).sum(), 1.0 / batch);
        NDArray gradient = NDArrays.concat(gradients, 0).muli(portion);
        // Its value is zero but for rounding, its gradient the one computed above.
        NDArray carrier = own.mul(gradient).sum();
        return carrier.add(value.sub(carrier.stopGradient()));
    }

    /** The sum over some instances of their mean absolute differences, and its gradient. */
    private static NDList piece(NDArray own, NDArray other) {
        NDArray reduction = Gram.Parts.of(own).reduction();
        NDList result =
                ofReduced(own.mul(reduction), other.mul(Gram.Parts.of(other).reduction()));
        return new NDList(result.get(0), result.get(1).muli(reduction));
    }

    private static NDList ofReduced(NDArray own, NDArray other) {
        long size = own.getShape().get(1);
        double elements = (double) size * size;
        NDArray count = RepeatedNumbers.of(own, elements);
        Factors a = Factors.of(own);
        Factors b = Factors.of(other);
        NDArray difference =
                a.left.concat(b.left.neg(), 2).matMul(a.right.concat(b.right, 2).transpose(0, 2, 1));
        NDArray sum = difference.abs().sum();
        NDArray value = sum.divi(RepeatedNumbers.of(sum, elements));
        NDArray product = difference.signi().matMul(a.right).divi(count);
        NDArray along = a.left.mul(product).sum(new int[] {1, 2}, true);
        NDArray ofC = a.left.matMul(a.right.transpose(0, 2, 1).matMul(own)).muli(along.divi(count));
        long length = own.getShape().get(2);
        NDArray sums = product.get(new NDIndex(":, :, {}:{}", length, length + 1));
        NDArray mean = own.mean(new int[] {1}, true);
        NDArray ofX = product.get(new NDIndex(":, :, :{}", length)).add(sums.mul(mean));
        ofX.subi(ofC)
                .subi(sums.sum(new int[] {1}, true)
                        .divi(RepeatedNumbers.of(sums, (double) size))
                        .mul(mean));
        return new NDList(value, Scaling.times(ofX.divi(a.standardDeviation), 2));
    }

    /**
     * A normalised matrix as a product, {@code left right^T}.
     *
     * @param left Z, {@code [instances, D, K + 2]}
     * @param right W, the same shape
     * @param standardDeviation s, {@code [instances, 1, 1]}
     */
    private record Factors(NDArray left, NDArray right, NDArray standardDeviation) {

        static Factors of(NDArray x) {
            Gram.Parts parts = Gram.Parts.of(x);
            NDArray ones = parts.projection().onesLike();
            long size = x.getShape().get(1);
            NDArray sum = parts.sumOfSquares();
            NDArray variance = sum.divi(RepeatedNumbers.of(sum, (double) size * size));
            NDArray standardDeviation =
                    Scaling.plus(variance, Gram.VARIANCE_FLOOR).sqrt().reshape(-1, 1, 1);
            NDArray left = NDArrays.concat(new NDList(parts.rows(), parts.projection(), ones), 2);
            NDArray right = NDArrays.concat(new NDList(parts.rows(), ones, parts.projection()), 2);
            return new Factors(left.divi(standardDeviation), right, standardDeviation);
        }
    }
}
