package dev.understudy.internal.arithmetic;

import ai.djl.ndarray.NDArray;

/** Numbers that are all the same, but for rounding: what is left of them beside their mean has no direction. */
public final class Unvaried {

    /** Squared deviations below this part of the squared numbers are of rounding, in float32. */
    private static final double ROUNDING = 1e-12;

    private Unvaried() {}

    /**
     * Tells which they are. One is added to a deviation that something is divided by, so that a value is 0 there, and the
     * gradient that of a deviation of 1: as for a vector of zeros ({@link UnitVectors}), a step must not be a long one.
     *
     * @param numbers any shape
     * @param centred the same less their mean along the axis
     * @param axis along which they are compared
     * @return without gradient: 1 where they are all the same, else 0; as the numbers, with one element along the axis
     */
    public static NDArray of(NDArray numbers, NDArray centred, int axis) {
        NDArray most = squares(numbers, axis);
        return squares(centred, axis)
                .lte(most.mul(RepeatedNumbers.of(most, ROUNDING)))
                .toType(numbers.getDataType(), false);
    }

    private static NDArray squares(NDArray numbers, int axis) {
        return numbers.stopGradient().square().sum(new int[] {axis}, true);
    }
}
