package dev.understudy.recipes;

import dev.understudy.Schedule;
import dev.understudy.TrainingProgress;

/**
 * A weight that stays for a part of the epochs and then goes to 0 as half a cosine, as the authors of WKD have it: {@code (1
 * + cos(pi (e - start) / (epochs - start))) / 2} in epoch e, from 1, after the start.
 *
 * @param from the part of the epochs before the decay, from 0 to 1; 1 for none
 */
record LateDecay(double from) implements Schedule {

    @Override
    public double at(TrainingProgress progress) {
        double start = from * progress.epochs();
        double beyond = progress.epoch() + 1 - start;
        return beyond > 0 ? (1 + Math.cos(Math.PI * beyond / (progress.epochs() - start))) / 2 : 1;
    }
}
