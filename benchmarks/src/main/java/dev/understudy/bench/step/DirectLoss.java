package dev.understudy.bench.step;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.understudy.objective.Correlation;
import dev.understudy.objective.Discrepancy;
import dev.understudy.objective.Norm;
import dev.understudy.objective.Scaling;

/**
 * The correlation losses as published code writes them: make both correlation matrices, normalise them, take the
 * difference and its norm, and leave the gradient to the engine.
 *
 * @param form between what
 * @param norm how the matrices are compared
 */
public record DirectLoss(Correlation.Form form, Norm norm) implements Discrepancy {

    @Override
    public NDArray distance(NDArray student, NDArray target) {
        NDArray own = flat(student);
        NDArray other = flat(target);
        return switch (form) {
            case CHANNEL -> between(own, other);
            case SPATIAL -> between(own.transpose(0, 2, 1), other.transpose(0, 2, 1));
            case BOTH ->
                Scaling.times(between(own, other).add(between(own.transpose(0, 2, 1), other.transpose(0, 2, 1))), 0.5);
        };
    }

    private NDArray between(NDArray own, NDArray other) {
        NDArray difference = normalised(own).sub(normalised(other));
        return switch (norm) {
            case SQUARED -> difference.square().mean();
            case ABSOLUTE -> difference.abs().mean();
            case EUCLIDEAN -> difference.square().mean(new int[] {1}).sqrt().mean();
        };
    }

    /** Each instance's correlation matrix in one row, less its mean, over its standard deviation. */
    private static NDArray normalised(NDArray rows) {
        NDArray matrices = flatten(rows.matMul(rows.transpose(0, 2, 1)));
        NDArray centred = matrices.sub(matrices.mean(new int[] {1}, true));
        return centred.div(centred.square().mean(new int[] {1}, true).sqrt());
    }

    private static NDArray flatten(NDArray matrices) {
        return matrices.reshape(matrices.getShape().get(0), -1);
    }

    private static NDArray flat(NDArray activation) {
        Shape shape = activation.getShape();
        return activation.reshape(shape.get(0), shape.get(1), shape.get(2) * shape.get(3));
    }
}
