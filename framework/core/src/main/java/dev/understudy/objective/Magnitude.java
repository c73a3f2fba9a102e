package dev.understudy.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.understudy.internal.arithmetic.Constants;
import java.util.List;

/**
 * Keeps numbers of which higher powers are taken from overflowing. What is taken is a power of two, so that numbers lose
 * no digit, and those of a usual size stay as they are, bit for bit. It is decided on the device, for each instance, and
 * is a constant for gradients.
 */
final class Magnitude {

    /** Numbers up to here stay as they are: their squares, and sums of a million of these, are far from the largest float. */
    private static final double USUAL = 0x1p24;

    private static final double STEP = 0x1p32;
    private static final int STEPS = 3;

    private Magnitude() {}

    /**
     * What to multiply by.
     *
     * @param numbers {@code [batch, rows, columns]}
     * @return {@code [batch, 1, 1]}: 1, or a negative power of two where there are large numbers
     */
    static NDArray reduction(NDArray numbers) {
        return reduction(largest(numbers), 1 / STEP);
    }

    /** The square root of what to multiply two arrays of squares by, the same for both. */
    static NDArray reductionOfSquares(NDArray squares, NDArray others) {
        return reduction(NDArrays.maximum(largest(squares), largest(others)), 1 / Math.sqrt(STEP));
    }

    /** For each step that the largest is beyond, once more by the factor. */
    private static NDArray reduction(NDArray largest, double factor) {
        NDArray limits = Constants.of("limits", largest, new Shape(1, 1, STEPS), () -> powers(STEP, STEPS, USUAL));
        NDArray factors = Constants.of(
                List.of("factors", factor), largest, new Shape(STEPS + 1), () -> powers(factor, STEPS + 1, 1));
        NDArray beyond = largest.gt(limits).toType(DataType.INT64, false).sum(new int[] {2}, true);
        return factors.get(new NDIndex("{}", beyond));
    }

    /** A number, and so many more, each times the base. */
    private static float[] powers(double base, int count, double first) {
        float[] powers = new float[count];
        double power = first;
        for (int i = 0; i < count; i++) {
            powers[i] = (float) power;
            power *= base;
        }
        return powers;
    }

    /** Each instance's largest absolute value, {@code [batch, 1, 1]}. */
    private static NDArray largest(NDArray numbers) {
        return numbers.stopGradient().abs().max(new int[] {2}, true).max(new int[] {1}, true);
    }
}
