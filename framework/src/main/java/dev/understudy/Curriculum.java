package dev.understudy;

import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.Dataset;
import org.jspecify.annotations.Nullable;

/**
 * What a student is shown: training batches epoch by epoch, and the pictures it is tested on. Batches hold one float32
 * array {@code [batch, ...]} of data and one array {@code [batch]} of labels, whole numbers.
 */
public final class Curriculum {

    private final Shape input;
    private final Epochs train;
    private final @Nullable Dataset validation;
    private final @Nullable Dataset test;

    private Curriculum(Shape input, Epochs train, @Nullable Dataset validation, @Nullable Dataset test) {
        this.input = input;
        this.train = train;
        this.validation = validation;
        this.test = test;
    }

    /** The training set, epoch by epoch, so that any epoch's order and augmentation can be had again. */
    @FunctionalInterface
    public interface Epochs {

        /**
         * The training set as an epoch shows it.
         *
         * @param epoch the epoch over all stages, from 0
         * @return its batches; the same epoch always gives the same
         */
        Dataset at(int epoch);
    }

    /**
     * A curriculum without tests.
     *
     * @param input the shape of one sample, such as {@code (3, 32, 32)}
     * @param train the training set; a plain DJL data set is {@code epoch -> dataset}
     * @return the curriculum
     */
    public static Curriculum of(Shape input, Epochs train) {
        return new Curriculum(input, train, null, null);
    }

    /**
     * With pictures to choose by: epochs and settings are selected on these alone.
     *
     * @param dataset the validation split
     * @return the curriculum
     */
    public Curriculum validation(Dataset dataset) {
        return new Curriculum(input, train, dataset, test);
    }

    /**
     * With pictures to report on: looked at after each epoch, never used to choose.
     *
     * @param dataset the test split
     * @return the curriculum
     */
    public Curriculum test(Dataset dataset) {
        return new Curriculum(input, train, validation, dataset);
    }

    /**
     * The shape of one sample.
     *
     * @return such as {@code (3, 32, 32)}
     */
    public Shape getInput() {
        return input;
    }

    /**
     * The training set.
     *
     * @return epoch by epoch
     */
    public Epochs getTrain() {
        return train;
    }

    /**
     * The validation split.
     *
     * @return null where there is none
     */
    public @Nullable Dataset getValidation() {
        return validation;
    }

    /**
     * The test split.
     *
     * @return null where there is none
     */
    public @Nullable Dataset getTest() {
        return test;
    }
}
