package dev.understudy;

import ai.djl.ndarray.NDArray;
import dev.understudy.internal.identity.NamedObjective;
import dev.understudy.internal.identity.ReadingObjective;
import dev.understudy.internal.identity.SourceObjective;

/**
 * What a student is to get better at: one method, one scalar. A lambda will do; it reads the student's logits. An
 * objective that reads anything else says so in {@link #needs()} or is wrapped by {@link #reading}.
 *
 * <p>Inside {@link #loss}, never scale by a plain number ({@code a.mul(2)}): DJL frees the number before the backward
 * pass reads it. Scale by {@link dev.understudy.objective.Scaling#times}.
 */
@FunctionalInterface
public interface Objective {

    /**
     * The value to be made smaller.
     *
     * @param context one batch
     * @return a scalar, differentiable with respect to the student's activations
     */
    NDArray loss(StepContext context);

    /**
     * What {@link #loss} reads.
     *
     * @return by default the student's logits
     */
    default Needs needs() {
        return Needs.nothing().withStudentLogits();
    }

    /**
     * An objective with its needs.
     *
     * @param needs what it reads
     * @param objective the objective
     * @return the same objective, which says what it reads
     */
    static Objective reading(Needs needs, Objective objective) {
        return new ReadingObjective(needs, objective);
    }

    /**
     * An objective that learns from another source than the teacher: each published method so works with several teachers,
     * with students that are trained beside this one, and with a running average.
     *
     * @param source the source's name, as the distillation gives it
     * @param objective reads a teacher
     * @return the same objective, for which the source is the teacher
     */
    static Objective from(String source, Objective objective) {
        return new SourceObjective(source, objective);
    }

    /**
     * An objective with a name of its author's. Checkpoints, experiments in a folder and comparisons know a training by all
     * that it computes. A record is known by its values and its code; a lambda's values cannot be seen, so nothing is kept
     * of a training with one unless it has a name.
     *
     * @param name stands for the objective and all that it holds: another name wherever these change. Where its code can
     *     be read, that is looked at too
     * @param objective the objective
     * @return the same objective, with the name
     */
    static Objective named(String name, Objective objective) {
        return new NamedObjective(name, objective);
    }
}
