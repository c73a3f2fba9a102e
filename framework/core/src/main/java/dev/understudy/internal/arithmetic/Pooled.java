package dev.understudy.internal.arithmetic;

import ai.djl.ndarray.NDArray;
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
            case 4 -> activation.mean(new int[] {3}).mean(new int[] {2});
            default ->
                throw new InputException("Features are wanted as [batch, features] or [batch, features, height,"
                        + " width], got " + activation.getShape());
        };
    }
}
