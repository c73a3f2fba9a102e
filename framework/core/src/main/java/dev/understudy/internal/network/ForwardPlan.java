package dev.understudy.internal.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.training.ParameterStore;
import dev.understudy.InputException;
import dev.understudy.block.Branches;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The part of a network that has to run so that certain taps, and its output if that is wanted, are known. Nothing that
 * lies past the deepest of them is in it.
 */
public final class ForwardPlan {

    private final Step root;
    private final List<String> taps;
    private final boolean output;

    private ForwardPlan(Step root, List<String> taps, boolean output) {
        this.root = root;
        this.taps = taps;
        this.output = output;
    }

    /**
     * Finds the way.
     *
     * @param network the network
     * @param taps full paths as {@link BlockPaths#resolve} gives them
     * @param output whether the network's output is wanted too
     * @return the route
     */
    public static ForwardPlan through(Block network, List<String> taps, boolean output) {
        Step root = compile("", network, taps, output);
        if (root == null) {
            throw new IllegalArgumentException("Neither a tap nor the output is wanted");
        }
        return new ForwardPlan(root, List.copyOf(taps), output);
    }

    /**
     * The same way for inference alone, with batch norms folded into the convolutions before them. Where a convolution's
     * own output is tapped, the plain convolution runs besides, so that no other activation depends on what is tapped.
     *
     * @param manager owns the folded parameters
     * @param parameters where the parameters' values are, which may not change afterwards
     * @return a route that puts out the same within float rounding
     */
    public ForwardPlan folded(NDManager manager, ParameterStore parameters) {
        return new ForwardPlan(root.folded(manager, parameters), taps, output);
    }

    /**
     * The same way for a batch in shards: its batch norms take mean and variance of the whole batch.
     *
     * @param manager for what is looked up of the batch norms
     * @return a route that puts out the same for the shards as this one for the batch, within float rounding
     * @throws InputException when a block normalises its batch where nothing else can see it
     */
    public ForwardPlan synced(NDManager manager) {
        return new ForwardPlan(root.with(leaf -> leaf.synced(manager)), taps, output);
    }

    /**
     * The same way with frozen batch norms standing still: they normalise with their running statistics, which do not move.
     *
     * @param frozen what is never trained
     * @return a route that puts out the same in inference mode
     * @throws InputException when a block trains and has such a batch norm within itself
     */
    public ForwardPlan standing(FrozenParameters frozen) {
        return new ForwardPlan(root.with(leaf -> leaf.standing(frozen)), taps, output);
    }

    /**
     * Runs the part.
     *
     * @param parameters where the parameters' values are
     * @param input the network's input
     * @param training as in {@link Block#forward}
     * @return the activation at each tap, in order, then the output where it is wanted
     */
    public NDList run(ParameterStore parameters, NDList input, boolean training) {
        return run(List.of(parameters), List.of(input), training).get(0);
    }

    /**
     * Runs all of a block that may have several outputs.
     *
     * @param parameters where the parameters' values are
     * @param inputs the block's inputs
     * @param training as in {@link Block#forward}
     * @return its outputs
     */
    public NDList runAll(ParameterStore parameters, NDList inputs, boolean training) {
        return root.run(List.of(new Lane(parameters, new NDArray[0])), List.of(inputs), training)
                .get(0);
    }

    /**
     * Runs the part for the shards of a batch, layer by layer for all of them, so that layers that look at the whole batch
     * can. Only a {@linkplain #synced route for shards} has such layers.
     *
     * @param parameters where the parameters' values are for each shard
     * @param inputs the shards
     * @param training as in {@link Block#forward}
     * @return what {@link #run(ParameterStore, NDList, boolean)} returns, for each shard
     */
    public List<NDList> run(List<ParameterStore> parameters, List<NDList> inputs, boolean training) {
        List<Lane> lanes = parameters.stream()
                .map(store -> new Lane(store, new NDArray[taps.size()]))
                .toList();
        List<NDList> last = root.run(lanes, inputs, training);
        return IntStream.range(0, lanes.size())
                .mapToObj(i -> result(lanes.get(i), last.get(i)))
                .toList();
    }

    private NDList result(Lane lane, NDList last) {
        NDList result = new NDList();
        for (String tap : taps) {
            result.add(lane.recorded[taps.indexOf(tap)]);
        }
        if (output) {
            result.add(last.singletonOrThrow());
        }
        return result;
    }

    /**
     * The parameters of the blocks on the way.
     *
     * @return each once
     */
    public Set<Parameter> parameters() {
        Set<Parameter> reached = new HashSet<>();
        root.collect(reached);
        return reached;
    }

    private static @Nullable Step compile(String path, Block block, List<String> taps, boolean outputWanted) {
        int record = taps.indexOf(path);
        boolean wanted = outputWanted || record >= 0;
        if (!wanted && taps.stream().noneMatch(tap -> BlockPaths.contains(path, tap))) {
            return null;
        }
        if (block instanceof Branches layer) {
            Step first = compile(BlockPaths.child(path, block, 0), layer.first(), taps, wanted);
            Step second = compile(BlockPaths.child(path, block, 1), layer.second(), taps, wanted);
            return new Fork(layer, first, second, wanted, record);
        }
        if (!BlockPaths.isSequence(block)) {
            return new Leaf(block, record);
        }
        List<Step> steps = new ArrayList<>();
        boolean needed = wanted;
        for (int i = block.getChildren().size() - 1; i >= 0; i--) {
            Step step = compile(
                    BlockPaths.child(path, block, i), block.getChildren().get(i).getValue(), taps, needed);
            if (step != null) {
                steps.add(0, step);
                needed = true;
            }
        }
        return new Chain(steps, record);
    }

    /** One shard on its way: where its device's parameters are, and what its taps saw. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Lane(ParameterStore parameters, NDArray[] recorded) {}

    private sealed interface Step {

        int record();

        List<NDList> forward(List<Lane> lanes, List<NDList> inputs, boolean training);

        void collect(Set<Parameter> reached);

        default Step folded(NDManager manager, ParameterStore parameters) {
            return this;
        }

        /** With other leaves, where there are some. */
        default Step with(Function<Leaf, Step> change) {
            return this;
        }

        default List<NDList> run(List<Lane> lanes, List<NDList> inputs, boolean training) {
            List<NDList> outputs = forward(lanes, inputs, training);
            if (record() >= 0) {
                for (int i = 0; i < lanes.size(); i++) {
                    lanes.get(i).recorded[record()] = outputs.get(i).singletonOrThrow();
                }
            }
            return outputs;
        }
    }

    private record Leaf(Block block, int record) implements Step {

        @Override
        public List<NDList> forward(List<Lane> lanes, List<NDList> inputs, boolean training) {
            return IntStream.range(0, lanes.size())
                    .mapToObj(i -> block.forward(lanes.get(i).parameters, inputs.get(i), training))
                    .toList();
        }

        @Override
        public void collect(Set<Parameter> reached) {
            reached.addAll(block.getParameters().values());
        }

        @Override
        public Step with(Function<Leaf, Step> change) {
            return change.apply(this);
        }

        Step standing(FrozenParameters frozen) {
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

        Step synced(NDManager manager) {
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
    }

    /** A frozen leaf with batch norms: it runs as in inference, and nothing in it moves. */
    private record Still(Leaf leaf) implements Step {

        @Override
        public int record() {
            return leaf.record;
        }

        @Override
        public List<NDList> forward(List<Lane> lanes, List<NDList> inputs, boolean training) {
            return leaf.forward(lanes, inputs, false);
        }

        @Override
        public void collect(Set<Parameter> reached) {
            leaf.collect(reached);
        }
    }

    /** A batch norm of the whole batch. */
    private record Synced(Leaf leaf, SyncBatchNorm norm) implements Step {

        @Override
        public int record() {
            return leaf.record;
        }

        @Override
        public List<NDList> forward(List<Lane> lanes, List<NDList> inputs, boolean training) {
            if (lanes.size() == 1) {
                return leaf.forward(lanes, inputs, training);
            }
            return norm.forward(
                    lanes.stream().map(Lane::parameters).toList(),
                    inputs.stream().map(NDList::singletonOrThrow).toList());
        }

        @Override
        public void collect(Set<Parameter> reached) {
            leaf.collect(reached);
        }
    }

    private record Chain(List<Step> steps, int record) implements Step {

        @Override
        public List<NDList> forward(List<Lane> lanes, List<NDList> inputs, boolean training) {
            List<NDList> current = inputs;
            for (Step step : steps) {
                current = step.run(lanes, current, training);
            }
            return current;
        }

        @Override
        public void collect(Set<Parameter> reached) {
            steps.forEach(step -> step.collect(reached));
        }

        @Override
        public Step with(Function<Leaf, Step> change) {
            return new Chain(steps.stream().map(step -> step.with(change)).toList(), record);
        }

        @Override
        public Step folded(NDManager manager, ParameterStore parameters) {
            List<Step> fewer = new ArrayList<>();
            for (Step step : steps) {
                Step last = fewer.isEmpty() ? null : fewer.get(fewer.size() - 1);
                if (last instanceof Leaf first
                        && step instanceof Leaf second
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
            return new Chain(fewer, record);
        }
    }

    /** A convolution that does the work of the batch norm after it. */
    private record Folded(Block convolution, ParameterStore both, int record) implements Step {

        @Override
        public List<NDList> forward(List<Lane> lanes, List<NDList> inputs, boolean training) {
            return inputs.stream()
                    .map(input -> convolution.forward(both, input, false))
                    .toList();
        }

        @Override
        public void collect(Set<Parameter> reached) {
            throw new IllegalStateException("A folded route is for inference; it trains nothing");
        }
    }

    /** A step that runs for its tap alone: what follows gets the input that it got. */
    private record Aside(Step tapped) implements Step {

        @Override
        public int record() {
            return -1;
        }

        @Override
        public List<NDList> forward(List<Lane> lanes, List<NDList> inputs, boolean training) {
            tapped.run(lanes, inputs, training);
            return inputs;
        }

        @Override
        public void collect(Set<Parameter> reached) {
            tapped.collect(reached);
        }
    }

    private record Fork(
            Branches layer, @Nullable Step first, @Nullable Step second, boolean joined, int record) implements Step {

        @Override
        public List<NDList> forward(List<Lane> lanes, List<NDList> inputs, boolean training) {
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
        public Step with(Function<Leaf, Step> change) {
            return new Fork(
                    layer,
                    first == null ? null : first.with(change),
                    second == null ? null : second.with(change),
                    joined,
                    record);
        }

        @Override
        public Step folded(NDManager manager, ParameterStore parameters) {
            return new Fork(
                    layer,
                    first == null ? null : first.folded(manager, parameters),
                    second == null ? null : second.folded(manager, parameters),
                    joined,
                    record);
        }
    }
}
