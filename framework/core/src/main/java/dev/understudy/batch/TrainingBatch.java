package dev.understudy.batch;

import ai.djl.ndarray.NDArray;

/** The images of a batch and their labels as shares of classes. Immutable: each option returns a new batch. */
public final class TrainingBatch {

    private final NDArray images;
    private final NDArray softLabels;

    private TrainingBatch(NDArray images, NDArray softLabels) {
        this.images = images;
        this.softLabels = softLabels;
    }

    /**
     * A batch.
     *
     * @param images {@code [batch, ...]}
     * @param softLabels {@code [batch, classes]}, float32, each row's sum 1
     * @return the batch
     */
    public static TrainingBatch of(NDArray images, NDArray softLabels) {
        return new TrainingBatch(images, softLabels);
    }

    /**
     * With other images.
     *
     * @param others as many, of the same shape
     * @return the batch
     */
    public TrainingBatch images(NDArray others) {
        return new TrainingBatch(others, softLabels);
    }

    /**
     * With other labels.
     *
     * @param others {@code [batch, classes]}, float32, each row's sum 1
     * @return the batch
     */
    public TrainingBatch softLabels(NDArray others) {
        return new TrainingBatch(images, others);
    }

    /**
     * The images.
     *
     * @return {@code [batch, channels, height, width]}, as the data set gives them
     */
    public NDArray getImages() {
        return images;
    }

    /**
     * The labels as shares of classes.
     *
     * @return {@code [batch, classes]}, float32
     */
    public NDArray getSoftLabels() {
        return softLabels;
    }

    /**
     * How many images it has.
     *
     * @return 1 or more
     */
    public int getSize() {
        return Math.toIntExact(images.getShape().get(0));
    }
}
