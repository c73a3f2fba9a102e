package dev.understudy.objective;

import ai.djl.ndarray.NDArray;
import dev.understudy.internal.arithmetic.Squares;

/**
 * How two arrays are compared (paper, the outer bars of eq. 2 and 4). The scan of the paper leaves the norm open, so all
 * three readings are there. Each is a mean over the elements of an instance, then over the batch; with a plain sum, beta
 * = 0.1 would drown the class loss (ours).
 */
public enum Norm {

    /** Mean squared difference: the default (ours). */
    SQUARED("squared"),

    /** Mean absolute difference: L1, the likelier reading of the scan. */
    ABSOLUTE("absolute"),

    /**
     * The Euclidean norm of an instance's difference over the square root of its number of elements, that is the root
     * of its mean squared difference, averaged over the batch.
     */
    EUCLIDEAN("euclidean");

    /** Added under the square root, so that its gradient is finite where the difference vanishes. */
    static final double ROOT_FLOOR = 1e-12;

    private final String option;

    Norm(String option) {
        this.option = option;
    }

    /**
     * Its name on the command line.
     *
     * @return lower case
     */
    public String option() {
        return option;
    }

    /**
     * Compares two batches.
     *
     * @param student {@code [batch, ...]}
     * @param target the same shape
     * @return a scalar, zero at equality
     */
    public NDArray compare(NDArray student, NDArray target) {
        NDArray difference = student.sub(target);
        return switch (this) {
            case SQUARED -> Squares.mean(difference);
            case ABSOLUTE -> difference.abs().mean();
            case EUCLIDEAN ->
                ofMeanSquares(difference
                        .square()
                        .reshape(difference.getShape().get(0), -1)
                        .mean(new int[] {1}));
        };
    }

    /**
     * The squared and the Euclidean norm from each instance's mean squared difference.
     *
     * @param meanSquares {@code [batch]}
     * @return a scalar
     */
    NDArray ofMeanSquares(NDArray meanSquares) {
        return switch (this) {
            case SQUARED -> meanSquares.mean();
            case EUCLIDEAN ->
                Scaling.plus(Scaling.atLeast(meanSquares, 0), ROOT_FLOOR).sqrt().mean();
            case ABSOLUTE -> throw new IllegalStateException("The absolute difference has no closed form");
        };
    }
}
