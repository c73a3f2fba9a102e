package dev.understudy.batch;

/**
 * Changes each batch of a stage before anybody sees it, student and teachers alike, such as mixup: see
 * {@link dev.understudy.Stage#transform}. A record, so that students of a group whose stages have the same transform
 * see the same batch.
 */
@FunctionalInterface
public interface BatchTransform {

    /**
     * Changes a batch. What it makes of the batch's arrays is freed with the batch.
     *
     * @param batch the batch as the training set gave it
     * @param random the random numbers of this batch, which follow from the training data's seed, the epoch and the step
     * @return the batch that everybody sees, with as many images
     */
    TrainingBatch transform(TrainingBatch batch, StepRandom random);
}
