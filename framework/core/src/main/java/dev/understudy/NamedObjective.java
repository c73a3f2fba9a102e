package dev.understudy;

import ai.djl.ndarray.NDArray;
import dev.understudy.internal.identity.Named;

/**
 * An objective with its author's name.
 *
 * @param name the name
 * @param objective the objective
 */
record NamedObjective(String name, Objective objective) implements Objective, Named {

    NamedObjective {
        if (name.isBlank()) {
            throw new InputException("An objective's name must not be empty");
        }
    }

    @Override
    public NDArray loss(StepContext lesson) {
        return objective.loss(lesson);
    }

    @Override
    public Needs needs() {
        return objective.needs();
    }

    @Override
    public Object what() {
        return objective;
    }
}
