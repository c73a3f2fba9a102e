package dev.understudy.internal.network;

import ai.djl.ndarray.NDArray;

/** The order in memory in which networks are shown images; shapes and values are the same. */
public enum ImageOrder {
    /** {@link MemoryFormat#best}: channels last on a processor, and on a GPU as images come, channel after channel. */
    USUAL,
    /** A pixel's channels side by side, on a GPU too. */
    CHANNELS_LAST;

    /**
     * Puts images into this order.
     *
     * @param images {@code [batch, channels, height, width]}
     * @return the same shape and values
     */
    public NDArray of(NDArray images) {
        return this == USUAL ? MemoryFormat.best(images) : MemoryFormat.channelsLast(images);
    }
}
