package dev.understudy.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.understudy.internal.OutsideAutograd;

/**
 * The mean absolute difference of normalised Gram matrices. It has no closed form, so the matrices are made, but a few
 * instances at a time, small enough to stay in the cache, and each piece gives its part of the gradient at once; an
 * engine's own backward pass would keep every intermediate matrix of the whole batch.
 *
 * <p>With {@code c} the centred matrix, {@code s} its deviation, {@code n = D^2} and {@code g = sign(c_a / s_a - c_b /
 * s_b) / n}: {@code dL/dc = g / s - c sum(g c) / (n s^3)}, less its mean, and {@code dL/dX = 2 (dL/dc) X}.
 */
@OutsideAutograd
final class AbsoluteGram {

    /** How many numbers of a Gram matrix a piece may hold: 1 MiB of float32. */
    private static final long PIECE = 1 << 18;

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
                NDArray part = x.get(scope, piece);
                NDList result = piece(part, other.get(scope, piece));
                result.attach(own.getManager());
                values.add(result.get(0));
                gradients.add(result.get(1));
            }
        }
        double share = 1.0 / batch;
        NDArray value = NDArrays.stack(values).sum().muli(share);
        NDArray gradient = NDArrays.concat(gradients, 0).muli(share);
        // Its value is zero but for rounding, its gradient the one computed above.
        NDArray carrier = own.mul(gradient).sum();
        return carrier.add(value.sub(carrier.stopGradient()));
    }

    /** The sum over some instances of their mean absolute differences, and its gradient. */
    private static NDList piece(NDArray own, NDArray other) {
        double elements = (double) (own.getShape().get(1) * own.getShape().get(1));
        NDArray centred = centred(own);
        NDArray deviation = deviation(centred);
        NDArray target = centred(other);
        NDArray difference = centred.div(deviation).subi(target.divi(deviation(target)));
        NDArray value = difference.abs().sum().divi(elements);
        NDArray slope = difference.sign().divi(elements);
        NDArray along = slope.mul(centred).sum(new int[] {1, 2}, true);
        NDArray back = along.div(deviation.mul(deviation).muli(deviation)).divi(elements);
        NDArray gradient = slope.divi(deviation).subi(centred.muli(back));
        gradient.subi(mean(gradient));
        return new NDList(value, gradient.matMul(own).muli(2));
    }

    /** {@code X X^T} less its mean, by the three parts of {@link Gram}. */
    private static NDArray centred(NDArray x) {
        NDArray mean = x.mean(new int[] {1}, true);
        NDArray rows = x.sub(mean);
        NDArray projection = rows.matMul(mean.transpose(0, 2, 1));
        return rows.matMul(rows.transpose(0, 2, 1)).addi(projection).addi(projection.transpose(0, 2, 1));
    }

    private static NDArray deviation(NDArray centred) {
        return mean(centred.square()).addi(Gram.VARIANCE_FLOOR).sqrt();
    }

    private static NDArray mean(NDArray matrices) {
        Shape shape = matrices.getShape();
        return matrices.sum(new int[] {1, 2}, true).divi(shape.get(1) * shape.get(2));
    }
}
