package dev.understudy.dataset.internal.batch;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.function.Function;

/** Makes the arrays of batches, one batch after the other. */
interface BatchSource {

    /**
     * Begins with a batch.
     *
     * @param indices which images
     * @return ends it, once, on the thread that calls: images {@code [batch, channels, height, width]} and labels
     *     {@code [batch]}, int64, which belong to the given manager
     */
    Function<NDManager, NDList> begin(int[] indices);
}
