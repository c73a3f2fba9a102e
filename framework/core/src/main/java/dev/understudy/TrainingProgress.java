package dev.understudy;

/**
 * Where in a stage the training stands.
 *
 * @param epoch the epoch within the stage, from 0
 * @param epochs how many epochs the stage has, at least 1
 * @param step the step within the epoch, from 0
 * @param steps how many steps an epoch has, at least 1
 */
public record TrainingProgress(int epoch, int epochs, long step, long steps) {

    /**
     * How much of the stage is done.
     *
     * @return the fraction of all its steps that lie behind, from 0 (inclusive) to 1 (exclusive)
     */
    public double fraction() {
        return Math.min(1, (epoch + (double) step / steps) / epochs);
    }

    /**
     * How many epochs lie behind, with the part of the present one.
     *
     * @return from 0 to {@link #epochs}
     */
    public double epochsDone() {
        return epoch + (double) step / steps;
    }
}
