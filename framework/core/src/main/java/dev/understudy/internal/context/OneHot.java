package dev.understudy.internal.context;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;

/** Labels as shares of classes. */
public final class OneHot {

    private OneHot() {}

    /**
     * 1 for each sample's class, 0 for the others.
     *
     * @param labels {@code [batch]} or {@code [batch, 1]}, whole numbers of any type
     * @param classes how many there are
     * @return {@code [batch, classes]}, float32, on the labels' manager
     */
    public static NDArray of(NDArray labels, long classes) {
        NDArray numbers = labels.getManager()
                .arange(0, (float) classes, 1, DataType.INT64)
                .toDevice(labels.getDevice(), false)
                .reshape(1, -1);
        return labels.toType(DataType.INT64, false)
                .reshape(labels.getShape().get(0), 1)
                .eq(numbers)
                .toType(DataType.FLOAT32, false);
    }
}
