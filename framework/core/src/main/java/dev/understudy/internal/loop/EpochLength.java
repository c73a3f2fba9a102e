package dev.understudy.internal.loop;

import ai.djl.training.dataset.Batch;
import dev.understudy.TrainingData;
import dev.understudy.internal.data.SampleCount;
import java.io.IOException;
import java.util.Collection;

/**
 * How many steps an epoch has, which a schedule has to know from the first one on. Batches tell how many samples there are
 * in all; where they tell nothing, or less than there turned out to be, the samples are counted.
 */
final class EpochLength {

    private final TrainingData trainingData;
    private final SampleCount count;

    EpochLength(TrainingData trainingData, SampleCount count) {
        this.trainingData = trainingData;
        this.count = count;
    }

    /**
     * How long an epoch is.
     *
     * @param steps 1 or more
     * @param samples 1 or more
     */
    record Length(long steps, long samples) {

        /** At least so long. */
        Length atLeast(long other) {
            return other <= steps ? this : new Length(other, samples);
        }
    }

    /**
     * From an epoch's first batch.
     *
     * @param batch the batch
     * @param trainers who learn, each with the epochs behind it
     * @return its length
     * @throws IOException when the data cannot be read
     */
    Length of(Batch batch, Collection<StudentTrainer> trainers) throws IOException {
        long before = trainers.stream()
                .mapToLong(StudentTrainer::samplesOfTheLastEpoch)
                .max()
                .orElse(0);
        long said = Math.max(batch.getProgressTotal(), before);
        long size = Math.max(1, batch.getSize());
        long samples = said > 0 ? said : count.get();
        if (before == 0) {
            for (StudentTrainer trainer : trainers) {
                trainer.checkLastBatch(samples, size, trainingData.getInput());
            }
        }
        return new Length(Math.max(1, (samples + size - 1) / size), Math.max(1, samples));
    }
}
