package dev.understudy.onnx;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import ai.djl.training.ParameterStore;
import ai.djl.util.Pair;
import dev.understudy.InputException;
import dev.understudy.block.Branches;
import dev.understudy.block.ChannelRange;
import dev.understudy.block.ChannelShuffle;
import dev.understudy.block.Concatenation;
import dev.understudy.block.Residual;
import dev.understudy.block.SelfGuided;
import dev.understudy.internal.network.BlockPaths;
import dev.understudy.internal.network.NormValues;
import dev.understudy.onnx.BranchPart.Join;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Goes through a network with a few images, part by part, and writes down what each part does. */
final class NetworkWalk {

    private final ParameterStore parameters;
    private final List<String> unknown = new ArrayList<>();

    private NetworkWalk(NDManager scope) {
        parameters = new ParameterStore(scope, false);
    }

    /**
     * What was found up to a place, and what comes out there.
     *
     * @param parts in the order of running
     * @param output for the images
     */
    private record Leg(List<Part> parts, NDArray output) {}

    /**
     * The parts of a network.
     *
     * @param network an initialised network
     * @param images two or more
     * @return its parts in the order of running, named by their paths
     * @throws InputException where a part cannot be written as ONNX, with the path and class of each
     */
    static List<Part> through(Block network, NDArray images) {
        NetworkWalk walk = new NetworkWalk(images.getManager());
        List<Part> parts = walk.leg("", network, images).parts();
        if (!walk.unknown.isEmpty()) {
            throw new InputException(
                    "The network cannot be written as ONNX; not known are " + String.join(", ", walk.unknown));
        }
        return parts;
    }

    private Leg leg(String path, Block block, NDArray input) {
        if (block instanceof SequentialBlock sequence && !sequence.isReturnIntermediate()) {
            return sequence(path, block, input);
        }
        if (block instanceof Branches || block.getClass() == ParallelBlock.class) {
            return fork(path, block, input);
        }
        NDArray output = run(block, input);
        return new Leg(leaf(path, block, input, output), output);
    }

    private Leg sequence(String path, Block block, NDArray input) {
        List<Part> parts = new ArrayList<>();
        NDArray value = input;
        for (Pair<String, Block> child : block.getChildren()) {
            Leg leg = leg(inside(path, child.getKey()), child.getValue(), value);
            parts.addAll(leg.parts());
            value = leg.output();
        }
        int last = parts.size() - 1;
        if (last >= 0 && !path.isEmpty()) {
            parts.set(last, parts.get(last).named(BlockPaths.shortest(path)));
        }
        return new Leg(parts, value);
    }

    private Leg fork(String path, Block block, NDArray input) {
        List<List<Part>> branches = new ArrayList<>();
        NDList ends = new NDList();
        for (Pair<String, Block> child : block.getChildren()) {
            Leg leg = leg(inside(path, child.getKey()), child.getValue(), input);
            branches.add(leg.parts());
            ends.add(leg.output());
        }
        NDArray output = run(block, input);
        Optional<Join> join = join(block, ends, output);
        if (join.isEmpty()) {
            unknown.add(described(path, block, "joins its branches neither by their sum nor side by side"));
        }
        return new Leg(List.of(new BranchPart(BlockPaths.shortest(path), branches, join.orElse(Join.SUM))), output);
    }

    /** How branches become an output; where the block does not say it, as they did, bit for bit. */
    private static Optional<Join> join(Block block, NDList ends, NDArray output) {
        if (block instanceof Branches layer) {
            return Optional.of(join(layer));
        }
        boolean same = ends.stream().allMatch(end -> end.getShape().equals(output.getShape()));
        if (!same) {
            return equal(NDArrays.concat(ends, 1), output) ? Optional.of(Join.CONCATENATION) : Optional.empty();
        }
        NDArray sum = NDArrays.add(ends.toArray(NDArray[]::new));
        if (equal(sum, output)) {
            return Optional.of(Join.SUM);
        }
        return equal(Activation.relu(sum), output) ? Optional.of(Join.SUM_RELU) : Optional.empty();
    }

    private static Join join(Branches layer) {
        if (layer instanceof Residual) {
            return Join.SUM;
        }
        if (layer instanceof SelfGuided || layer instanceof Concatenation) {
            return Join.CONCATENATION;
        }
        throw new IllegalStateException("Not known how the branches of " + layer.getClass() + " are joined");
    }

    private List<Part> leaf(String path, Block block, NDArray input, NDArray output) {
        String name = BlockPaths.shortest(path);
        if (block.getClass() == Dropout.class) {
            return List.of();
        }
        if (block.getClass() == Conv2d.class) {
            return List.of(convolution(name, (Conv2d) block));
        }
        if (block.getClass() == BatchNorm.class
                && Arrays.asList(2, 4).contains(input.getShape().dimension())) {
            return List.of(norm(name, block, input.getManager()));
        }
        if (block.getClass() == Linear.class && input.getShape().dimension() == 2) {
            return List.of(dense(name, block));
        }
        Optional<Part> operation = operation(name, block, input);
        if (operation.isPresent()) {
            return List.of(operation.get());
        }
        Optional<Formula> formula =
                block.getClass() == LambdaBlock.class ? LambdaParts.formula(block, input, output) : Optional.empty();
        if (formula.isEmpty()) {
            unknown.add(described(path, block, "takes " + input.getShape().slice(1)));
            return List.of();
        }
        return formula.get().key().equals(Formula.nothing().key())
                ? List.of()
                : List.of(new ChannelwisePart(name, formula.get()));
    }

    private static Optional<Part> operation(String name, Block block, NDArray input) {
        if (block instanceof ChannelShuffle shuffle) {
            return Optional.of(new OperationPart(name, ChannelParts.shuffle(shuffle, input.getShape())));
        }
        if (block instanceof ChannelRange range) {
            return Optional.of(new OperationPart(name, ChannelParts.range(range)));
        }
        return TokenParts.of(name, block, input);
    }

    static ConvolutionPart convolution(String name, Conv2d block) {
        float[] weight = numbers(block, "weight");
        double[] bias = new double[block.getFilters()];
        if (block.isIncludeBias()) {
            float[] own = numbers(block, "bias");
            Arrays.setAll(bias, i -> own[i]);
        }
        double[] exact = new double[weight.length];
        Arrays.setAll(exact, i -> weight[i]);
        return new ConvolutionPart(
                name,
                exact,
                block.getDirectParameters().get("weight").getShape().getShape(),
                bias,
                block.getStride().getShape(),
                block.getPadding().getShape(),
                block.getDilation().getShape(),
                block.getGroups());
    }

    private static BatchNormPart norm(String name, Block block, NDManager scope) {
        return new BatchNormPart(
                name,
                numbers(block, "gamma"),
                numbers(block, "beta"),
                numbers(block, "runningMean"),
                numbers(block, "runningVar"),
                NormValues.epsilon(block, scope));
    }

    private static DensePart dense(String name, Block block) {
        Shape shape = block.getDirectParameters().get("weight").getShape();
        boolean shifts = block.getDirectParameters().contains("bias");
        return new DensePart(
                name, numbers(block, "weight"), shape.get(0), shape.get(1), shifts ? numbers(block, "bias") : null);
    }

    /** A parameter of the block itself. */
    static float[] numbers(Block block, String parameter) {
        Parameter found = block.getDirectParameters().get(parameter);
        return found.getArray().toFloatArray();
    }

    private NDArray run(Block block, NDArray input) {
        return block.forward(parameters, new NDList(input), false).singletonOrThrow();
    }

    private static boolean equal(NDArray one, NDArray other) {
        return one.getShape().equals(other.getShape()) && Arrays.equals(one.toFloatArray(), other.toFloatArray());
    }

    private static String inside(String path, String child) {
        return path.isEmpty() ? child : path + "/" + child;
    }

    private static String described(String path, Block block, String what) {
        String type = block instanceof LambdaBlock lambda
                ? "LambdaBlock \"" + lambda.getName() + "\""
                : block.getClass().getName();
        return "\"" + (path.isEmpty() ? "(the whole)" : BlockPaths.shortest(path)) + "\" (" + type + ", " + what + ")";
    }
}
