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

/** Parts one after another. */
record PlanChain(List<PlanStep> steps, int record) implements PlanStep {

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
