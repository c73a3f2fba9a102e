package dev.understudy.internal.data;

import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import dev.understudy.TrainingData;
import java.io.IOException;

/** How many samples a training set has: what its batches say, or else as many as there are. */
public final class SampleCount {

    private SampleCount() {}

    /**
     * Of the first epoch.
     *
     * @param trainingData what is shown
     * @param manager its device is where batches are made
     * @return the number
     * @throws IOException when the data cannot be read
     */
    public static long of(TrainingData trainingData, NDManager manager) throws IOException {
        long count = 0;
        try (NDManager scope = manager.newSubManager()) {
            for (Batch batch : BatchReader.of(
                    "The training set", () -> trainingData.getTrain().at(0), scope)) {
                try (batch) {
                    if (batch.getProgressTotal() > 0) {
                        return batch.getProgressTotal();
                    }
                    count += batch.getSize();
                }
            }
        }
        return count;
    }
}
