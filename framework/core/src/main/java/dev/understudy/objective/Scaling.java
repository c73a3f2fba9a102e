package dev.understudy.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * Arithmetic with plain numbers that is safe to differentiate through. DJL's own ({@code a.mul(2)}) closes the number's
 * memory before the backward pass reads it, and gradients turn wrong without a word.
 */
public final class Scaling {

    private Scaling() {}

    /**
     * {@code array * factor}.
     *
     * @param array any shape, float32
     * @param factor the factor
     * @return the same shape
     */
    public static NDArray times(NDArray array, double factor) {
        return factor == 1 ? array : array.mul(scalar(array, factor));
    }

    /**
     * {@code array + summand}.
     *
     * @param array any shape, float32
     * @param summand the summand
     * @return the same shape
     */
    public static NDArray plus(NDArray array, double summand) {
        return array.add(scalar(array, summand));
    }

    /**
     * {@code max(array, floor)}, element by element.
     *
     * @param array any shape, float32
     * @param floor the smallest value
     * @return the same shape
     */
    public static NDArray atLeast(NDArray array, double floor) {
        return array.maximum(scalar(array, floor));
    }

    private static NDArray scalar(NDArray like, double value) {
        Shape shape = like.getShape().dimension() == 0 ? new Shape() : new Shape(1);
        return like.getManager().full(shape, (float) value, like.getDataType()).toDevice(like.getDevice(), false);
    }
}
