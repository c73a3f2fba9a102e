package dev.understudy.internal.arithmetic;

import ai.djl.ndarray.NDArray;
import dev.understudy.objective.Scaling;

/** Vectors of length 1. */
public final class UnitVectors {

    /** Added to the squared length, so that a short vector has a finite gradient. */
    private static final double LENGTH_FLOOR = 1e-20;

    /** A vector of a squared length below this is one of zeros, in float64 as in float32, where squares are lost. */
    private static final double NOTHING = 1e-30;

    private UnitVectors() {}

    /**
     * Each vector divided by its length. One of zeros stays so, and its gradient is that of a vector of length 1: it has no
     * direction, so that a step to any side is as good as another, and must not be a long one.
     *
     * @param vectors {@code [batch, elements]}, or {@code [batch, elements, vectors]}
     * @return the same shape
     */
    public static NDArray of(NDArray vectors) {
        NDArray length = vectors.square().sum(new int[] {1}, true);
        NDArray ofZeros =
                length.stopGradient().lt(RepeatedNumbers.of(length, NOTHING)).toType(length.getDataType(), false);
        return vectors.div(Scaling.plus(length, LENGTH_FLOOR).add(ofZeros).sqrt());
    }
}
