package dev.understudy.internal.context;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.dataset.Batch;
import dev.understudy.InputException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The images of a batch and what is known of them.
 *
 * @param images in the best order, or their shards on several devices
 * @param labels their classes {@code [batch]}
 * @param softLabels the classes' shares {@code [batch, classes]}; null where the labels say all
 * @param indices their positions in the training set; empty where they are not known
 */
public record BatchData(
        NDList images, NDArray labels, @Nullable NDArray softLabels, List<?> indices) {

    /**
     * From a batch: its labels, and beside them the soft ones where a transform has made such.
     *
     * @param batch the batch
     * @param images its images in the best order, or their shards
     * @return the data
     */
    public static BatchData of(Batch batch, NDList images) {
        NDList labels = batch.getLabels();
        return new BatchData(
                images,
                labels.get(0),
                labels.size() > 1 ? labels.get(1) : null,
                batch.getIndices() == null ? List.of() : batch.getIndices());
    }

    /** The positions as an array on the labels' device. */
    NDArray positions() {
        if (indices.isEmpty()) {
            throw new InputException("An objective reads the samples' indices, but the training set does not number its"
                    + " samples: its batches need Batch.getIndices(), whole numbers from 0");
        }
        return labels.getManager()
                .create(indices.stream().mapToLong(BatchData::position).toArray());
    }

    private static long position(Object index) {
        if (index instanceof Number number) {
            return number.longValue();
        }
        throw new InputException(
                "An objective reads the samples' indices, but the training set has a sample numbered \"" + index
                        + "\"; wanted are whole numbers from 0");
    }
}
