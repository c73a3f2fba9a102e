package dev.understudy.recipes;

import dev.understudy.Schedule;
import dev.understudy.TrainingProgress;

/**
 * A weight that comes in from epoch to epoch, as the authors of several methods have it: {@code min(e / epochs, 1)} in epoch
 * e, from 1.
 *
 * @param epochs when it has come in full; 0 for at once
 */
record EpochWarmUp(int epochs) implements Schedule {

    @Override
    public double at(TrainingProgress progress) {
        return epochs == 0 ? 1 : Math.min(1, (progress.epoch() + 1.0) / epochs);
    }
}
