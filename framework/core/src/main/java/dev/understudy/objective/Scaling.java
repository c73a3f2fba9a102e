package dev.understudy.objective;

import ai.djl.ndarray.NDArray;
import dev.understudy.internal.arithmetic.RepeatedNumbers;

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
        return factor == 1 ? array : array.mul(RepeatedNumbers.of(array, factor));
    }

    /**
     * {@code array + summand}.
     *
     * @param array any shape, float32
     * @param summand the summand
     * @return the same shape
     */
    public static NDArray plus(NDArray array, double summand) {
        return array.add(RepeatedNumbers.of(array, summand));
    }

    /**
     * {@code max(array, floor)}, element by element.
     *
     * @param array any shape, float32
     * @param floor the smallest value
     * @return the same shape
     */
    public static NDArray atLeast(NDArray array, double floor) {
        return array.maximum(RepeatedNumbers.of(array, floor));
    }

    /**
     * A number to compute with: {@code array.mul(Scaling.number(array, 2))}, {@code array.gt(Scaling.number(array, 0.5))}. It
     * is made on the device, which DJL's own ({@code array.gt(0.5)}) is sent to, so that a GPU is waited for.
     *
     * @param like an array of floating-point numbers: of its type, on its device and manager
     * @param value the number
     * @return one element, without dimensions where the array has none
     */
    public static NDArray number(NDArray like, double value) {
        return RepeatedNumbers.fresh(like, value);
    }
}
