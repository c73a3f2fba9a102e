package dev.understudy.internal.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** A part of a network on the way of a {@link ForwardPlan}. */
sealed interface PlanStep
        permits PlanLeaf,
                PlanLeaf.Still,
                PlanLeaf.Synced,
                PlanChain,
                PlanChain.Folded,
                PlanChain.Aside,
                PlanFork,
                PlanTappable,
                HalvingPool {

    /** One shard on its way: where its device's parameters are, and what its taps saw. */
    @SuppressWarnings("ArrayRecordComponent")
    record Lane(ParameterStore parameters, NDArray[] recorded) {}

    int record();

    List<NDList> forward(List<Lane> lanes, List<NDList> inputs, boolean training);

    void collect(Set<Parameter> reached);

    /** Whether somebody may still have what goes in, once it has run. */
    default boolean keepsInput() {
        return true;
    }

    /** Whether somebody but the next step may have what comes out. */
    default boolean keepsOutput() {
        return true;
    }

    default PlanStep folded(NDManager manager, ParameterStore parameters) {
        return this;
    }

    /** With other leaves, where there are some. */
    default PlanStep with(Function<PlanLeaf, PlanStep> change) {
        return this;
    }

    default List<NDList> run(List<Lane> lanes, List<NDList> inputs, boolean training) {
        List<NDList> outputs = forward(lanes, inputs, training);
        if (record() >= 0) {
            for (int i = 0; i < lanes.size(); i++) {
                lanes.get(i).recorded()[record()] = outputs.get(i).singletonOrThrow();
            }
        }
        return outputs;
    }
}
