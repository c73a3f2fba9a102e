package dev.understudy.recipes;

import dev.understudy.Schedule;
import dev.understudy.TrainingProgress;

/**
 * A weight that comes in from epoch to epoch, as the authors of several methods have it: {@code min((e + ahead) / epochs, 1)}
 * in epoch e, from 0; the same within an epoch.
 *
 * @param epochs when it has come in full; 0 for at once
 * @param ahead 0 for no weight in the first epoch, 1 for {@code 1 / epochs}
 */
record EpochWarmUp(int epochs, int ahead) implements Schedule {

    @Override
    public double at(TrainingProgress progress) {
        return epochs == 0 ? 1 : Math.min(1, ((double) progress.epoch() + ahead) / epochs);
    }
}
