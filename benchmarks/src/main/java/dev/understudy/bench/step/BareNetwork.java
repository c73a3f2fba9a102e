package dev.understudy.bench.step;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import ai.djl.util.Pair;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One of the paper's networks without blocks: its arrays, and DJL's operators called on them one after the other. */
final class BareNetwork {

    private static final Shape ONE = new Shape(1, 1);
    private static final Shape TWO = new Shape(2, 2);
    private static final String CONVOLUTION = "conv";
    private static final float MOMENTUM = 0.9f;
    private static final float EPSILON = 1e-5f;

    private final List<Part> parts = new ArrayList<>();
    private final List<NDArray> trained = new ArrayList<>();

    private BareNetwork() {}

    /**
     * A part of a network.
     *
     * @param name its name without DJL's digits: {@code conv1}, {@code pool1}, {@code classes}, ...
     * @param arrays a convolution's weight and batch norm's gamma, beta, running mean and variance; where the batch
     *     norm is folded, and in the last layer, a weight and a bias
     */
    private record Part(String name, List<NDArray> arrays) {}

    /** A student: its weights have gradients. */
    static BareNetwork student(Block network, NDManager owner) {
        BareNetwork bare = copy(network, owner);
        bare.trained.forEach(array -> array.setRequiresGradient(true));
        return bare;
    }

    /** A teacher: nothing in it changes, so each batch norm is worked into the weight and bias of its convolution. */
    static BareNetwork teacher(Block network, NDManager owner) {
        BareNetwork bare = copy(network, owner);
        bare.parts.replaceAll(part -> part.name().startsWith(CONVOLUTION) ? folded(part) : part);
        return bare;
    }

    private static Part folded(Part part) {
        List<NDArray> arrays = part.arrays();
        NDArray scale = arrays.get(1).div(arrays.get(4).add(EPSILON).sqrt());
        NDArray bias = arrays.get(2).sub(arrays.get(3).mul(scale));
        return new Part(part.name(), List.of(arrays.get(0).mul(scale.reshape(-1, 1, 1, 1)), bias));
    }

    private static BareNetwork copy(Block network, NDManager owner) {
        BareNetwork bare = new BareNetwork();
        for (Pair<String, Block> child : network.getChildren()) {
            List<NDArray> arrays = new ArrayList<>();
            for (Parameter parameter : child.getValue().getParameters().values()) {
                NDArray array = owner.create(parameter.getArray().toFloatArray(), parameter.getShape());
                arrays.add(array);
                Parameter.Type type = parameter.getType();
                if (type != Parameter.Type.RUNNING_MEAN && type != Parameter.Type.RUNNING_VAR) {
                    bare.trained.add(array);
                }
            }
            bare.parts.add(new Part(child.getKey().substring(2), arrays));
        }
        return bare;
    }

    /** The arrays that have gradients in a student. */
    List<NDArray> trained() {
        return trained;
    }

    /** A copy of all numbers, in the order of the block's parameters. */
    List<float[]> weights() {
        return parts.stream()
                .flatMap(part -> part.arrays().stream())
                .map(NDArray::toFloatArray)
                .toList();
    }

    /**
     * Runs the network.
     *
     * @param input {@code [batch, channels, height, width]}
     * @param training whether batch norm uses the batch's own statistics
     * @param tap the name of a part whose output is wanted; null for none
     * @param logits whether the logits are wanted; without them, nothing past the tap is run
     * @return the tap's output where it is wanted, then the logits where they are
     */
    NDList forward(NDArray input, boolean training, @Nullable String tap, boolean logits) {
        NDList wanted = new NDList();
        NDArray current = input;
        for (Part part : parts) {
            current = run(part, current, training);
            if (part.name().equals(tap)) {
                wanted.add(current);
                if (!logits) {
                    return wanted;
                }
            }
        }
        wanted.add(current);
        return wanted;
    }

    private static NDArray run(Part part, NDArray x, boolean training) {
        List<NDArray> arrays = part.arrays();
        if (part.name().startsWith(CONVOLUTION) && arrays.size() == 2) {
            return Activation.relu(Conv2d.conv2d(x, arrays.get(0), arrays.get(1), ONE, ONE, ONE)
                    .singletonOrThrow());
        }
        if (part.name().startsWith(CONVOLUTION)) {
            NDArray sums = Conv2d.conv2d(x, arrays.get(0), null, ONE, ONE, ONE).singletonOrThrow();
            return Activation.relu(BatchNorm.batchNorm(
                            sums,
                            arrays.get(3),
                            arrays.get(4),
                            arrays.get(1),
                            arrays.get(2),
                            1,
                            MOMENTUM,
                            EPSILON,
                            training)
                    .singletonOrThrow());
        }
        if (part.name().startsWith("pool")) {
            return Pool.maxPool2d(x, TWO, TWO, new Shape(0, 0), false);
        }
        return switch (part.name()) {
            case "average" -> Pool.globalAvgPool2d(x);
            case "flatten" -> x;
            default -> Linear.linear(x, arrays.get(0), arrays.get(1)).singletonOrThrow();
        };
    }
}
