package dev.understudy.objective;

import ai.djl.ndarray.NDArray;
import dev.understudy.Needs;
import dev.understudy.Objective;
import dev.understudy.StepContext;

/**
 * An objective of a peer, a network that is trained beside the student ({@link dev.understudy.Distillation#peer}): there the
 * peer is the student, and the student is the source {@value dev.understudy.source.Sources#STUDENT}. What one of them reads
 * of another has no gradient, so that each learns from its own objectives alone; all are run before any of them is changed.
 *
 * @param peer the peer's name, as the distillation gives it
 * @param objective what it is to get better at
 */
public record OfPeer(String peer, Objective objective) implements Objective {

    @Override
    public Needs needs() {
        return Needs.nothing().withPeer(peer, objective.needs());
    }

    @Override
    public NDArray loss(StepContext context) {
        return objective.loss(context.getPeer(peer));
    }
}
