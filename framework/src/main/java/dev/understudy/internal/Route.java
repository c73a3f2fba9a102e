package dev.understudy.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import dev.understudy.block.Branches;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The part of a network that has to run so that certain taps, and its output if that is wanted, are known. Nothing that
 * lies past the deepest of them is in it.
 */
public final class Route {

    private final Step root;
    private final List<String> taps;
    private final boolean output;

    private Route(Step root, List<String> taps, boolean output) {
        this.root = root;
        this.taps = taps;
        this.output = output;
    }

    /**
     * Finds the way.
     *
     * @param network the network
     * @param taps full paths as {@link Paths#resolve} gives them
     * @param output whether the network's output is wanted too
     * @return the route
     */
    public static Route through(Block network, List<String> taps, boolean output) {
        Step root = compile("", network, taps, output);
        if (root == null) {
            throw new IllegalArgumentException("Neither a tap nor the output is wanted");
        }
        return new Route(root, List.copyOf(taps), output);
    }

    /**
     * The same way for inference alone, with batch norms folded into the convolutions before them. Where a convolution's
     * own output is tapped, the plain convolution runs besides, so that no other activation depends on what is tapped.
     *
     * @param manager owns the folded parameters
     * @param parameters where the parameters' values are, which may not change afterwards
     * @return a route that puts out the same within float rounding
     */
    public Route folded(NDManager manager, ParameterStore parameters) {
        return new Route(root.folded(manager, parameters), taps, output);
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
        NDArray[] recorded = new NDArray[taps.size()];
        NDList last = root.run(parameters, input, training, recorded);
        NDList result = new NDList();
        for (String tap : taps) {
            result.add(recorded[taps.indexOf(tap)]);
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
        if (!wanted && taps.stream().noneMatch(tap -> Paths.contains(path, tap))) {
            return null;
        }
        if (block instanceof Branches layer) {
            Step first = compile(Paths.child(path, block, 0), layer.first(), taps, wanted);
            Step second = compile(Paths.child(path, block, 1), layer.second(), taps, wanted);
            return new Fork(layer, first, second, wanted, record);
        }
        if (!Paths.isSequence(block)) {
            return new Leaf(block, record);
        }
        List<Step> steps = new ArrayList<>();
        boolean needed = wanted;
        for (int i = block.getChildren().size() - 1; i >= 0; i--) {
            Step step = compile(
                    Paths.child(path, block, i), block.getChildren().get(i).getValue(), taps, needed);
            if (step != null) {
                steps.add(0, step);
                needed = true;
            }
        }
        return new Chain(steps, record);
    }

    private sealed interface Step {

        int record();

        NDList forward(ParameterStore parameters, NDList input, boolean training, NDArray[] recorded);

        void collect(Set<Parameter> reached);

        default Step folded(NDManager manager, ParameterStore parameters) {
            return this;
        }

        default NDList run(ParameterStore parameters, NDList input, boolean training, NDArray[] recorded) {
            NDList output = forward(parameters, input, training, recorded);
            if (record() >= 0) {
                recorded[record()] = output.singletonOrThrow();
            }
            return output;
        }
    }

    private record Leaf(Block block, int record) implements Step {

        @Override
        public NDList forward(ParameterStore parameters, NDList input, boolean training, NDArray[] recorded) {
            return block.forward(parameters, input, training);
        }

        @Override
        public void collect(Set<Parameter> reached) {
            reached.addAll(block.getParameters().values());
        }
    }

    private record Chain(List<Step> steps, int record) implements Step {

        @Override
        public NDList forward(ParameterStore parameters, NDList input, boolean training, NDArray[] recorded) {
            NDList current = input;
            for (Step step : steps) {
                current = step.run(parameters, current, training, recorded);
            }
            return current;
        }

        @Override
        public void collect(Set<Parameter> reached) {
            steps.forEach(step -> step.collect(reached));
        }

        @Override
        public Step folded(NDManager manager, ParameterStore parameters) {
            List<Step> fewer = new ArrayList<>();
            for (Step step : steps) {
                Step last = fewer.isEmpty() ? null : fewer.get(fewer.size() - 1);
                if (last instanceof Leaf first
                        && step instanceof Leaf second
                        && FoldedNorm.folds(first.block(), second.block())) {
                    ParameterStore both = FoldedNorm.of(manager, parameters, first.block(), second.block());
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
        public NDList forward(ParameterStore parameters, NDList input, boolean training, NDArray[] recorded) {
            return convolution.forward(both, input, false);
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
        public NDList forward(ParameterStore parameters, NDList input, boolean training, NDArray[] recorded) {
            tapped.run(parameters, input, training, recorded);
            return input;
        }

        @Override
        public void collect(Set<Parameter> reached) {
            tapped.collect(reached);
        }
    }

    private record Fork(
            Branches layer, @Nullable Step first, @Nullable Step second, boolean joined, int record) implements Step {

        @Override
        public NDList forward(ParameterStore parameters, NDList input, boolean training, NDArray[] recorded) {
            NDList one = first == null ? new NDList() : first.run(parameters, input, training, recorded);
            NDList other = second == null ? new NDList() : second.run(parameters, input, training, recorded);
            return joined ? layer.join(one, other) : new NDList();
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
