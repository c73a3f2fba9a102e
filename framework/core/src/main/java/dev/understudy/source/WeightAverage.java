package dev.understudy.source;

import dev.understudy.InputException;
import java.util.Locale;

/**
 * A running average of a student's weights as a source (Mean Teacher, Tarvainen and Valpola 2017): after each step {@code
 * average = a average + (1 - a) weights} with {@code a = min(1 - 1 / (n + 1), decay)} in step n = 1, 2, ... It is shown
 * each batch before the student's step, without gradient. Immutable: each option returns a new value.
 *
 * <p>As in the authors' code (their {@code pytorch/main.py}) it runs in training mode: batch norms normalise with the
 * batch, the running statistics are its own, moved by the batches that it is shown, and dropout draws anew. Unlike theirs,
 * which begins with first weights of its own, it begins with the student's.
 */
public final class WeightAverage {

    private final double decay;
    private final boolean inferenceMode;
    private final boolean shipped;

    private WeightAverage(double decay, boolean inferenceMode, boolean shipped) {
        this.decay = decay;
        this.inferenceMode = inferenceMode;
        this.shipped = shipped;
    }

    /**
     * An average in training mode, which is dropped after the training.
     *
     * @param decay how much of the average stays in a step once it has begun, from 0 to below 1; the authors take 0.97 to
     *     0.999
     * @return the average
     * @throws InputException when it is out of range
     */
    public static WeightAverage of(double decay) {
        if (!(decay >= 0 && decay < 1)) {
            throw new InputException("The decay of an average must be from 0 to below 1, got " + decay);
        }
        return new WeightAverage(decay, false, false);
    }

    /**
     * The same in inference mode: running statistics are averaged as the weights are, and nothing is dropped.
     *
     * @return the average
     */
    public WeightAverage inferenceMode() {
        return new WeightAverage(decay, true, shipped);
    }

    /**
     * The same as what the training gives: it is tested after each epoch and becomes the trained student, in place of the
     * weights that the optimizer left.
     *
     * @return the average
     */
    public WeightAverage shipped() {
        return new WeightAverage(decay, inferenceMode, true);
    }

    /**
     * How much stays.
     *
     * @return from 0 to below 1
     */
    public double getDecay() {
        return decay;
    }

    /**
     * Whether it runs in inference mode.
     *
     * @return false where it runs in training mode
     */
    public boolean isInferenceMode() {
        return inferenceMode;
    }

    /**
     * Whether it becomes the trained student.
     *
     * @return false where it is dropped
     */
    public boolean isShipped() {
        return shipped;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WeightAverage average && toString().equals(average.toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    /**
     * All that it is.
     *
     * @return in words
     */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "decay %s, %s mode%s",
                decay,
                inferenceMode ? "inference" : "training",
                shipped ? ", shipped" : "");
    }
}
