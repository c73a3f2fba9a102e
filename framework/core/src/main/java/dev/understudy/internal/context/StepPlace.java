package dev.understudy.internal.context;

import dev.understudy.TrainingProgress;

/**
 * Where a step stands in a training.
 *
 * @param progress where in the stage
 * @param samples how many samples the training set has
 * @param seed of what objectives draw in the step
 */
public record StepPlace(TrainingProgress progress, long samples, long seed) {}
