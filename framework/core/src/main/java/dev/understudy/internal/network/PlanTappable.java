package dev.understudy.internal.network;

import ai.djl.ndarray.NDList;
import ai.djl.nn.Parameter;
import dev.understudy.InputException;
import dev.understudy.block.Tappable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * A block that shows values within itself.
 *
 * @param leaf the block
 * @param block the same
 * @param inner the places of its values among the taps, by name
 * @param needed whether its output is read
 * @param still whether it runs as in inference
 */
record PlanTappable(PlanLeaf leaf, Tappable block, Map<String, Integer> inner, boolean needed, boolean still)
        implements PlanStep {

    @Override
    public int record() {
        return leaf.record();
    }

    @Override
    public List<NDList> forward(List<Lane> lanes, List<NDList> inputs, boolean training) {
        List<NDList> outputs = new ArrayList<>();
        for (int i = 0; i < lanes.size(); i++) {
            outputs.add(forward(lanes.get(i), inputs.get(i), training && !still));
        }
        return outputs;
    }

    private NDList forward(Lane lane, NDList input, boolean training) {
        Set<String> left = new HashSet<>(inner.keySet());
        NDList output = block.forward(lane.parameters(), input, training, (name, value) -> {
            Integer place = inner.get(name);
            if (place != null) {
                lane.recorded()[place] = value;
                left.remove(name);
            }
            return left.isEmpty() && !needed;
        });
        if (!left.isEmpty()) {
            throw new InputException(
                    block.getClass().getName() + " says that " + left + " can be tapped, but did not put it out");
        }
        return output;
    }

    @Override
    public void collect(Set<Parameter> reached) {
        reached.addAll(needed ? block.getParameters().values() : block.parametersFor(inner.keySet()));
    }

    @Override
    public PlanStep with(Function<PlanLeaf, PlanStep> change) {
        return change.apply(leaf) == leaf ? this : new PlanTappable(leaf, block, inner, needed, true);
    }
}
