package dev.understudy.recipes;

import dev.understudy.Schedule;
import dev.understudy.TrainingProgress;

/**
 * A weight that the authors of NORM change four times, though their paper does not say so: of 240 epochs it is 0.1 for the
 * first 9, 0.5 for the next 10, then 1, 0.5 from the 180th and 0.1 from the 210th; in other trainings at the same parts.
 */
record RiseAndFall() implements Schedule {

    private static final double AUTHORS_EPOCHS = 240;

    @Override
    public double at(TrainingProgress progress) {
        double epoch = AUTHORS_EPOCHS * (progress.epoch() + 1) / progress.epochs();
        if (epoch < 10 || epoch >= 210) {
            return 0.1;
        }
        return epoch < 20 || epoch >= 180 ? 0.5 : 1;
    }
}
