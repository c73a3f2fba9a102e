package dev.understudy.internal.identity;

import ai.djl.ndarray.NDArray;
import dev.understudy.Needs;
import dev.understudy.Objective;
import dev.understudy.StepContext;

/**
 * An objective that says what it reads.
 *
 * @param needs what it reads
 * @param objective the objective
 */
public record ReadingObjective(Needs needs, Objective objective) implements Objective {

    @Override
    public NDArray loss(StepContext context) {
        return objective.loss(context);
    }
}
