package dev.understudy.internal.network;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import dev.understudy.block.Branches;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A layer of branches, as far as they are needed. */
record PlanFork(
        Branches layer, @Nullable PlanStep first, @Nullable PlanStep second, boolean joined, int record)
        implements PlanStep {

    @Override
    public List<NDList> forward(List<PlanStep.Lane> lanes, List<NDList> inputs, boolean training) {
        List<NDList> nothing = Collections.nCopies(lanes.size(), new NDList());
        List<NDList> one = first == null ? nothing : first.run(lanes, inputs, training);
        List<NDList> other = second == null ? nothing : second.run(lanes, inputs, training);
        return !joined
                ? nothing
                : IntStream.range(0, lanes.size())
                        .mapToObj(i -> layer.join(one.get(i), other.get(i)))
                        .toList();
    }

    @Override
    public void collect(Set<Parameter> reached) {
        if (first != null) {
            first.collect(reached);
        }
        if (second != null) {
            second.collect(reached);
        }
    }

    @Override
    public PlanStep with(Function<PlanLeaf, PlanStep> change) {
        return new PlanFork(
                layer,
                first == null ? null : first.with(change),
                second == null ? null : second.with(change),
                joined,
                record);
    }

    @Override
    public PlanStep folded(NDManager manager, ParameterStore parameters) {
        return new PlanFork(
                layer,
                first == null ? null : first.folded(manager, parameters),
                second == null ? null : second.folded(manager, parameters),
                joined,
                record);
    }
}
