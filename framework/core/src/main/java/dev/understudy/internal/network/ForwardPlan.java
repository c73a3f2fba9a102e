package dev.understudy.internal.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import dev.understudy.InputException;
import dev.understudy.block.Branches;
import dev.understudy.block.Tappable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The part of a network that has to run so that certain taps, and its output if that is wanted, are known. Nothing that
 * lies past the deepest of them is in it.
 */
public final class ForwardPlan {

    private final PlanStep root;
    private final List<String> taps;
    private final boolean output;

    private ForwardPlan(PlanStep root, List<String> taps, boolean output) {
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
        PlanStep root = compile("", network, taps, output);
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
        return root.run(List.of(new PlanStep.Lane(parameters, new NDArray[0])), List.of(inputs), training)
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
        List<PlanStep.Lane> lanes = parameters.stream()
                .map(store -> new PlanStep.Lane(store, new NDArray[taps.size()]))
                .toList();
        List<NDList> last = root.run(lanes, inputs, training);
        return IntStream.range(0, lanes.size())
                .mapToObj(i -> result(lanes.get(i), last.get(i)))
                .toList();
    }

    private NDList result(PlanStep.Lane lane, NDList last) {
        NDList result = new NDList();
        for (String tap : taps) {
            result.add(lane.recorded()[taps.indexOf(tap)]);
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

    private static @Nullable PlanStep compile(String path, Block block, List<String> taps, boolean outputWanted) {
        int record = taps.indexOf(path);
        boolean wanted = outputWanted || record >= 0;
        if (!wanted && taps.stream().noneMatch(tap -> BlockPaths.contains(path, tap))) {
            return null;
        }
        if (block instanceof Branches layer) {
            PlanStep first = compile(BlockPaths.child(path, block, 0), layer.first(), taps, wanted);
            PlanStep second = compile(BlockPaths.child(path, block, 1), layer.second(), taps, wanted);
            return new PlanFork(layer, first, second, wanted, record);
        }
        if (block instanceof Tappable tappable) {
            Map<String, Integer> inner = new LinkedHashMap<>();
            for (String name : tappable.tapNames()) {
                int place = taps.indexOf(BlockPaths.inner(path, name));
                if (place >= 0) {
                    inner.put(name, place);
                }
            }
            return new PlanTappable(PlanLeaf.of(block, record), tappable, inner, wanted, false);
        }
        if (!BlockPaths.isSequence(block)) {
            return PlanLeaf.of(block, record);
        }
        List<PlanStep> steps = new ArrayList<>();
        boolean needed = wanted;
        for (int i = block.getChildren().size() - 1; i >= 0; i--) {
            PlanStep step = compile(
                    BlockPaths.child(path, block, i), block.getChildren().get(i).getValue(), taps, needed);
            if (step != null) {
                steps.add(0, step);
                needed = true;
            }
        }
        return PlanChain.of(steps, record);
    }
}
