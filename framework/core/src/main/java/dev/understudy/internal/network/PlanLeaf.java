package dev.understudy.internal.network;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.training.ParameterStore;
import dev.understudy.InputException;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A block that runs as one.
 *
 * @param block the block
 * @param record the place of its output among the taps, below 0 where it is not tapped
 * @param passing whether it {@linkplain Blocks#keepsNothing keeps nothing}
 */
record PlanLeaf(Block block, int record, boolean passing) implements PlanStep {

    static PlanLeaf of(Block block, int record) {
        return new PlanLeaf(block, record, Blocks.keepsNothing(block));
    }

    @Override
    public boolean keepsInput() {
        return !passing;
    }

    @Override
    public boolean keepsOutput() {
        return !passing || record >= 0;
    }

    @Override
    public List<NDList> forward(List<PlanStep.Lane> lanes, List<NDList> inputs, boolean training) {
        return IntStream.range(0, lanes.size())
                .mapToObj(i -> BlockRun.forward(block, lanes.get(i).parameters(), inputs.get(i), training))
                .toList();
    }

    @Override
    public void collect(Set<Parameter> reached) {
        reached.addAll(block.getParameters().values());
    }

    @Override
    public PlanStep with(Function<PlanLeaf, PlanStep> change) {
        return change.apply(this);
    }

    @Override
    public PlanStep folded(NDManager manager, ParameterStore parameters) {
        return HalvingPool.is(block, manager) ? new HalvingPool(this) : this;
    }

    PlanStep standing(FrozenParameters frozen) {
        if (!frozen.hasNorm(block)) {
            return this;
        }
        if (!frozen.isAll(block)) {
            throw new InputException(block.getClass().getSimpleName()
                    + " has a frozen batch norm and trained parameters within itself, so that the norm cannot be kept"
                    + " still; freeze all of it, or build it of SequentialBlock, Residual and SelfGuided");
        }
        return new Still(this);
    }

    PlanStep synced(NDManager manager) {
        if (block.getClass() == BatchNorm.class) {
            return new Synced(this, SyncBatchNorm.of(block, manager));
        }
        if (Blocks.holdsNorm(block)) {
            throw new InputException(block.getClass().getSimpleName() + " normalises its batch within itself, which"
                    + " on several devices would be another step than on one; SequentialBlock, Residual and"
                    + " SelfGuided show their batch norms");
        }
        return this;
    }

    /** A frozen leaf with batch norms: it runs as in inference, and nothing in it moves. */
    record Still(PlanLeaf leaf) implements PlanStep {

        @Override
        public boolean keepsInput() {
            return leaf.keepsInput();
        }

        @Override
        public boolean keepsOutput() {
            return leaf.keepsOutput();
        }

        @Override
        public int record() {
            return leaf.record;
        }

        @Override
        public List<NDList> forward(List<PlanStep.Lane> lanes, List<NDList> inputs, boolean training) {
            return leaf.forward(lanes, inputs, false);
        }

        @Override
        public void collect(Set<Parameter> reached) {
            leaf.collect(reached);
        }
    }

    /** A batch norm of the whole batch. */
    record Synced(PlanLeaf leaf, SyncBatchNorm norm) implements PlanStep {

        @Override
        public int record() {
            return leaf.record;
        }

        @Override
        public List<NDList> forward(List<PlanStep.Lane> lanes, List<NDList> inputs, boolean training) {
            if (lanes.size() == 1) {
                return leaf.forward(lanes, inputs, training);
            }
            return norm.forward(
                    lanes.stream().map(PlanStep.Lane::parameters).toList(),
                    inputs.stream().map(NDList::singletonOrThrow).toList());
        }

        @Override
        public void collect(Set<Parameter> reached) {
            leaf.collect(reached);
        }
    }
}
