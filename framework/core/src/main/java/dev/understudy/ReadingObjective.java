package dev.understudy;

import ai.djl.ndarray.NDArray;

/**
 * An objective that says what it reads.
 *
 * @param needs what it reads
 * @param objective the objective
 */
record ReadingObjective(Needs needs, Objective objective) implements Objective {

    @Override
    public NDArray loss(StepContext lesson) {
        return objective.loss(lesson);
    }
}
