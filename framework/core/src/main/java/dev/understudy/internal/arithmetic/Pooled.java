package dev.understudy.internal.arithmetic;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.understudy.InputException;

/** Features {@code [batch, features]} of an activation. */
public final class Pooled {

    private Pooled() {}

    /**
     * Maps are averaged over height and width.
     *
     * @param activation {@code [batch, features]} or {@code [batch, features, height, width]}
     * @return {@code [batch, features]}
     */
    public static NDArray of(NDArray activation) {
        return switch (activation.getShape().dimension()) {
            case 2 -> activation;
            case 4 -> maps(activation);
            default ->
                throw new InputException("Features are wanted as [batch, features] or [batch, features, height,"
                        + " width], got " + activation.getShape());
        };
    }

    /** One mean over all locations, in the order in which maps lie in memory as convolutions put them out. */
    private static NDArray maps(NDArray activation) {
        Shape shape = activation.getShape();
        return activation
                .transpose(0, 2, 3, 1)
                .reshape(shape.get(0), shape.get(2) * shape.get(3), shape.get(1))
                .mean(new int[] {1});
    }
}
