package dev.understudy.internal.identity;

import ai.djl.ndarray.NDArray;
import dev.understudy.InputException;
import dev.understudy.Needs;
import dev.understudy.Objective;
import dev.understudy.StepContext;

/**
 * An objective with its author's name.
 *
 * @param name the name
 * @param objective the objective
 */
public record NamedObjective(String name, Objective objective) implements Objective, Named {

    public NamedObjective {
        if (name.isBlank()) {
            throw new InputException("An objective's name must not be empty");
        }
    }

    @Override
    public NDArray loss(StepContext context) {
        return objective.loss(context);
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
