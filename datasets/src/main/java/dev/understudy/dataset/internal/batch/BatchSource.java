package dev.understudy.dataset.internal.batch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.function.Function;

/** Makes the images of batches, one batch after the other. */
interface BatchSource {

    /**
     * Begins with a batch.
     *
     * @param indices which images
     * @return ends it, once, on the thread that calls: an array of (images, channels, height, width) that belongs to
     *     the given manager
     */
    Function<NDManager, NDArray> begin(int[] indices);
}
