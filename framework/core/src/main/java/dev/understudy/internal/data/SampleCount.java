package dev.understudy.internal.data;

import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import dev.understudy.TrainingData;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many samples a training set has: what its batches say, or else as many as there are, for which its first epoch is
 * gone through once.
 */
public final class SampleCount {

    private static final Logger LOGGER = LoggerFactory.getLogger(SampleCount.class);

    private final TrainingData trainingData;
    private final NDManager manager;

    /** 0 before it is asked for. */
    private volatile long known;

    /**
     * Of a training set.
     *
     * @param trainingData what is shown
     * @param manager its device is where batches are made
     */
    public SampleCount(TrainingData trainingData, NDManager manager) {
        this.trainingData = trainingData;
        this.manager = manager;
    }

    /**
     * As a batch says, or else as there are.
     *
     * @param batch any one of the training set
     * @return the number
     * @throws IOException when the data cannot be read
     */
    public long of(Batch batch) throws IOException {
        return batch.getProgressTotal() > 0 ? batch.getProgressTotal() : get();
    }

    /**
     * As there are.
     *
     * @return the number
     * @throws IOException when the data cannot be read
     */
    public long get() throws IOException {
        if (known == 0) {
            known = found();
        }
        return known;
    }

    private long found() throws IOException {
        long count = 0;
        try (NDManager scope = manager.newSubManager()) {
            for (Batch batch : BatchReader.of(
                    "The training set", () -> trainingData.getTrain().at(0), scope)) {
                try (batch) {
                    if (batch.getProgressTotal() > 0) {
                        return batch.getProgressTotal();
                    }
                    if (count == 0) {
                        LOGGER.info("The training set does not say how many samples it has; they are counted first");
                    }
                    count += batch.getSize();
                }
            }
        }
        return count;
    }
}
