package dev.understudy.onnx;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.LayerNorm;
import dev.understudy.block.PatchEmbedding;
import dev.understudy.block.SelfAttention;
import dev.understudy.internal.network.NormValues;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a transformer does to tokens, {@code [batch, tokens, width]}, in ONNX's operators. */
final class TokenParts {

    private static final int TOKENS = 3;

    private TokenParts() {}

    /**
     * What a block does, where it is one of a transformer's.
     *
     * @param name its path
     * @param block the block
     * @param input what the network shows it
     * @return empty where it is none
     */
    static Optional<Part> of(String name, Block block, NDArray input) {
        Shape shape = input.getShape();
        if (block instanceof PatchEmbedding embedding) {
            return Optional.of(new OperationPart(name, patches(embedding)));
        }
        if (shape.dimension() != TOKENS) {
            return Optional.empty();
        }
        if (block instanceof SelfAttention attention) {
            return Optional.of(new OperationPart(name, attention(attention, shape)));
        }
        if (block.getClass() == LayerNorm.class) {
            return norm(block, input).map(writer -> new OperationPart(name, writer));
        }
        return block.getClass() == Linear.class ? Optional.of(new OperationPart(name, full(block))) : Optional.empty();
    }

    /** Each patch by a convolution; a zero before them becomes the class token where the positions are added. */
    private static Formula.Writer patches(PatchEmbedding block) {
        ConvolutionPart convolution = NetworkWalk.convolution(
                "proj", (Conv2d) block.getChildren().values().get(0));
        float[] token = NetworkWalk.numbers(block, "cls_token");
        float[] positions = NetworkWalk.numbers(block, "pos_embed");
        for (int i = 0; i < token.length; i++) {
            positions[i] += token[i];
        }
        long width = token.length;
        return (graph, name, images) -> {
            String projected = convolution.named(name + "/proj").write(graph, images);
            String rows = graph.reshape(name + "/rows", projected, 0, width, -1);
            String tokens =
                    graph.node(name + "/patches", "Transpose", List.of(rows), Map.of("perm", new long[] {0, 2, 1}));
            String pads = graph.integers(name + ".pads", 0, 1, 0, 0, 0, 0);
            String padded = graph.node(name + "/padded", "Pad", List.of(tokens, pads), Map.of());
            String added = graph.constant(name + ".positions", positions, 1, positions.length / width, width);
            return graph.node(name, "Add", List.of(padded, added), Map.of());
        };
    }

    private static Formula.Writer attention(SelfAttention block, Shape shape) {
        long heads = block.getHeads();
        long each = block.getWidth() / heads;
        Formula.Writer qkv = full(block.getChildren().values().get(0));
        Formula.Writer projection = full(block.getChildren().values().get(1));
        return (graph, name, input) -> {
            String all = graph.reshape(
                    name + "/heads", qkv.write(graph, name + "/qkv", input), 0, shape.get(1), 3, heads, each);
            String[] parts = new String[3];
            Arrays.setAll(
                    parts, i -> byHead(graph, name + "/" + block.tapNames().get(i), all, i));
            String keys =
                    graph.node(name + "/keys", "Transpose", List.of(parts[1]), Map.of("perm", new long[] {0, 1, 3, 2}));
            String scale = graph.constant(name + ".scale", 1 / Math.sqrt((double) each));
            String query = graph.node(name + "/scaled", "Mul", List.of(parts[0], scale), Map.of());
            String scores = graph.node(name + "/scores", "MatMul", List.of(query, keys), Map.of());
            String weights = graph.node(name + "/weights", "Softmax", List.of(scores), Map.of("axis", -1L));
            String mixed = graph.node(name + "/mixed", "MatMul", List.of(weights, parts[2]), Map.of());
            String tokens = graph.node(
                    name + "/together", "Transpose", List.of(mixed), Map.of("perm", new long[] {0, 2, 1, 3}));
            String joined = graph.reshape(name + "/joined", tokens, 0, shape.get(1), block.getWidth());
            return projection.write(graph, name, joined);
        };
    }

    /** One of query, key and value: {@code [batch, tokens, 3, heads, each]} to {@code [batch, heads, tokens, each]}. */
    private static String byHead(OnnxGraph graph, String name, String all, int which) {
        String place = graph.integer(name + ".place", which);
        String one = graph.node(name + "/part", "Gather", List.of(all, place), Map.of("axis", 2L));
        return graph.node(name, "Transpose", List.of(one), Map.of("perm", new long[] {0, 2, 1, 3}));
    }

    /** Token by token: the matrix lies the other way round than DJL's. */
    private static Formula.Writer full(Block block) {
        float[] weight = NetworkWalk.numbers(block, "weight");
        Shape shape = block.getDirectParameters().get("weight").getShape();
        int units = (int) shape.get(0);
        int features = (int) shape.get(1);
        float[] turned = new float[weight.length];
        for (int i = 0; i < turned.length; i++) {
            turned[i] = weight[i % units * features + i / units];
        }
        boolean shifts = block.getDirectParameters().contains("bias");
        float[] bias = shifts ? NetworkWalk.numbers(block, "bias") : new float[0];
        return (graph, name, input) -> {
            String matrix = graph.constant(name + ".weight", turned, features, units);
            if (!shifts) {
                return graph.node(name, "MatMul", List.of(input, matrix), Map.of());
            }
            String product = graph.node(name + "/product", "MatMul", List.of(input, matrix), Map.of());
            return graph.node(name, "Add", List.of(product, graph.constant(name + ".bias", bias, units)), Map.of());
        };
    }

    /** Over the last axis alone. */
    private static Optional<Formula.Writer> norm(Block block, NDArray input) {
        float[] gamma = NetworkWalk.numbers(block, "gamma");
        float[] beta = NetworkWalk.numbers(block, "beta");
        Shape shape = input.getShape();
        if (shape.get(TOKENS - 1) != gamma.length) {
            return Optional.empty();
        }
        float epsilon = NormValues.layerEpsilon(block, input.getManager());
        return Optional.of((graph, name, tokens) -> graph.node(
                name,
                "LayerNormalization",
                List.of(
                        tokens,
                        graph.constant(name + ".gamma", gamma, gamma.length),
                        graph.constant(name + ".beta", beta, beta.length)),
                Map.of("axis", -1L, "epsilon", epsilon)));
    }
}
