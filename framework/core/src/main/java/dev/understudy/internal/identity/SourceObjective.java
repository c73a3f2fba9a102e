package dev.understudy.internal.identity;

import ai.djl.ndarray.NDArray;
import dev.understudy.Needs;
import dev.understudy.Objective;
import dev.understudy.StepContext;

/**
 * An objective that learns from another source than the teacher.
 *
 * @param source the source's name
 * @param objective the objective
 */
public record SourceObjective(String source, Objective objective) implements Objective {

    @Override
    public NDArray loss(StepContext context) {
        return objective.loss(context.teacherAs(source));
    }

    @Override
    public Needs needs() {
        return objective.needs().teacherAs(source);
    }
}
