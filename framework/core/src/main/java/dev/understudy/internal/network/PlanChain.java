package dev.understudy.internal.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Parts one after another. */
record PlanChain(List<PlanStep> steps, int record) implements PlanStep {

    /**
     * Parts one after another, max pools before the ReLUs that precede them. The largest of several numbers is above zero at
     * the same place, whether what is below zero is cut off before or afterwards, and where it is not, no gradient passes
     * either way; so both orders put out the same and have the same gradients, bit for bit. A ReLU after a pool of 2x2 has a
     * quarter of the numbers to read and to write, forwards and backwards. A ReLU whose own output is tapped stays where it is.
     */
    static PlanChain of(List<PlanStep> steps, int record) {
        List<PlanStep> ordered = new ArrayList<>();
        for (PlanStep step : steps) {
            PlanStep before = ordered.isEmpty() ? null : ordered.get(ordered.size() - 1);
            PlanLeaf relu = before == null ? null : lastRelu(before);
            if (before != null && relu != null && step instanceof PlanLeaf pool && Blocks.isMaxPool(pool.block())) {
                ordered.remove(ordered.size() - 1);
                ordered.addAll(withoutLast(before));
                ordered.add(PlanLeaf.of(pool.block(), -1));
                ordered.add(PlanLeaf.of(relu.block(), pool.record()));
            } else {
                ordered.add(step);
            }
        }
        return new PlanChain(ordered, record);
    }

    /** The ReLU in which a step ends and whose output nobody but the next step reads. */
    private static @Nullable PlanLeaf lastRelu(PlanStep step) {
        if (step.record() >= 0) {
            return null;
        }
        if (step instanceof PlanChain chain && !chain.steps.isEmpty()) {
            return lastRelu(chain.steps.get(chain.steps.size() - 1));
        }
        return step instanceof PlanLeaf leaf && Blocks.isRelu(leaf.block()) ? leaf : null;
    }

    private static List<PlanStep> withoutLast(PlanStep step) {
        if (!(step instanceof PlanChain chain)) {
            return List.of();
        }
        int last = chain.steps.size() - 1;
        List<PlanStep> fewer = new ArrayList<>(chain.steps.subList(0, last));
        fewer.addAll(withoutLast(chain.steps.get(last)));
        return fewer.isEmpty() ? List.of() : List.of(new PlanChain(fewer, -1));
    }

    @Override
    public List<NDList> forward(List<PlanStep.Lane> lanes, List<NDList> inputs, boolean training) {
        List<NDList> current = inputs;
        boolean kept = true;
        for (PlanStep step : steps) {
            List<NDList> next = step.run(lanes, current, training);
            if (!kept && !step.keepsInput()) {
                for (int i = 0; i < lanes.size(); i++) {
                    letGo(current.get(i), List.of(inputs.get(i), next.get(i), recorded(lanes.get(i))));
                }
            }
            kept = step.keepsOutput();
            current = next;
        }
        return current;
    }

    private static NDList recorded(PlanStep.Lane lane) {
        return new NDList(
                Arrays.stream(lane.recorded()).filter(Objects::nonNull).toList());
    }

    /** What lay between two steps; some of them put out what they got. */
    private static void letGo(NDList between, List<NDList> wanted) {
        for (NDArray array : between) {
            if (wanted.stream().flatMap(NDList::stream).noneMatch(other -> other == array)) {
                array.close();
            }
        }
    }

    @Override
    public boolean keepsInput() {
        return steps.isEmpty() || steps.get(0).keepsInput();
    }

    @Override
    public boolean keepsOutput() {
        return record >= 0 || steps.isEmpty() || steps.get(steps.size() - 1).keepsOutput();
    }

    @Override
    public void collect(Set<Parameter> reached) {
        steps.forEach(step -> step.collect(reached));
    }

    @Override
    public PlanStep with(Function<PlanLeaf, PlanStep> change) {
        return new PlanChain(steps.stream().map(step -> step.with(change)).toList(), record);
    }

    @Override
    public PlanStep folded(NDManager manager, ParameterStore parameters) {
        List<PlanStep> fewer = new ArrayList<>();
        for (PlanStep step : steps) {
            PlanStep last = fewer.isEmpty() ? null : fewer.get(fewer.size() - 1);
            if (last instanceof PlanLeaf first
                    && step instanceof PlanLeaf second
                    && FoldedBatchNorm.folds(first.block(), second.block())) {
                ParameterStore both = FoldedBatchNorm.of(manager, parameters, first.block(), second.block());
                fewer.remove(fewer.size() - 1);
                if (first.record() >= 0) {
                    fewer.add(new Aside(first));
                }
                fewer.add(new Folded(first.block(), both, second.record()));
            } else {
                fewer.add(step.folded(manager, parameters));
            }
        }
        return new PlanChain(fewer, record);
    }

    /** A convolution that does the work of the batch norm after it. */
    record Folded(Block convolution, ParameterStore both, int record) implements PlanStep {

        @Override
        public boolean keepsInput() {
            return !Blocks.keepsNothing(convolution);
        }

        @Override
        public boolean keepsOutput() {
            return record >= 0 || !Blocks.keepsNothing(convolution);
        }

        @Override
        public List<NDList> forward(List<PlanStep.Lane> lanes, List<NDList> inputs, boolean training) {
            return inputs.stream()
                    .map(input -> BlockRun.forward(convolution, both, input, false))
                    .toList();
        }

        @Override
        public void collect(Set<Parameter> reached) {
            throw new IllegalStateException("A folded route is for inference; it trains nothing");
        }
    }

    /** A step that runs for its tap alone: what follows gets the input that it got. */
    record Aside(PlanStep tapped) implements PlanStep {

        @Override
        public int record() {
            return -1;
        }

        @Override
        public List<NDList> forward(List<PlanStep.Lane> lanes, List<NDList> inputs, boolean training) {
            tapped.run(lanes, inputs, training);
            return inputs;
        }

        @Override
        public void collect(Set<Parameter> reached) {
            tapped.collect(reached);
        }
    }
}
