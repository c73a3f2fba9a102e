package dev.understudy.internal.arithmetic;

import ai.djl.ndarray.NDArray;
import dev.understudy.objective.Scaling;

/** Vectors of length 1. */
public final class UnitVectors {

    /** Added to the squared length, so that a vector of zeros stays one and has a finite gradient. */
    private static final double LENGTH_FLOOR = 1e-20;

    private UnitVectors() {}

    /**
     * Each vector divided by its length.
     *
     * @param vectors {@code [batch, elements]}
     * @return the same shape
     */
    public static NDArray of(NDArray vectors) {
        NDArray length = vectors.square().sum(new int[] {1}, true);
        return vectors.div(Scaling.plus(length, LENGTH_FLOOR).sqrt());
    }
}
