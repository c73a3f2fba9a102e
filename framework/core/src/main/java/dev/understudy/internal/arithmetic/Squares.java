package dev.understudy.internal.arithmetic;

import ai.djl.ndarray.NDArray;
import dev.understudy.objective.Scaling;

/** Sums of squares that cost less than the engine's own: of their size there is the gradient, and nothing else. */
public final class Squares {

    private static final int MAPS = 4;

    private Squares() {}

    /**
     * The mean of squares. With {@code g = 2 x / size} without gradient, {@code x . g} has the gradient that the mean has,
     * and twice its value.
     *
     * @param numbers x, any shape; the usual one is a difference
     * @return a scalar
     */
    public static NDArray mean(NDArray numbers) {
        NDArray row = row(numbers);
        NDArray gradient = Scaling.times(row.stopGradient(), 2.0 / row.size());
        NDArray twice = row.matMul(gradient.transpose(1, 0)).sum();
        return twice.sub(Scaling.times(twice.stopGradient(), 0.5));
    }

    /** All as one row, {@code [1, size]}: maps in the order in which they lie in memory where they are shown to convolutions. */
    private static NDArray row(NDArray numbers) {
        NDArray ordered = numbers.getShape().dimension() == MAPS ? numbers.transpose(0, 2, 3, 1) : numbers;
        return ordered.reshape(1, -1);
    }
}
