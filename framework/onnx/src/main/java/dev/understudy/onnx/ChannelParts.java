package dev.understudy.onnx;

import ai.djl.ndarray.types.Shape;
import dev.understudy.block.ChannelRange;
import dev.understudy.block.ChannelShuffle;
import java.util.List;
import java.util.Map;

/** What ShuffleNet does to channels, in ONNX's operators. */
final class ChannelParts {

    private ChannelParts() {}

    /** {@code [batch, g n, H, W]} as g groups of n, which change places. */
    static Formula.Writer shuffle(ChannelShuffle block, Shape input) {
        long groups = block.getGroups();
        long[] grouped = {0, groups, input.get(1) / groups, input.get(2), input.get(3)};
        long[] whole = {0, input.get(1), input.get(2), input.get(3)};
        return (graph, name, images) -> {
            String split = graph.reshape(name + "/groups", images, grouped);
            String mixed = graph.node(
                    name + "/mixed", "Transpose", List.of(split), Map.of("perm", new long[] {0, 2, 1, 3, 4}));
            return graph.reshape(name, mixed, whole);
        };
    }

    /** Some of them. */
    static Formula.Writer range(ChannelRange block) {
        return (graph, name, images) -> {
            List<String> inputs = List.of(
                    images,
                    graph.integers(name + ".from", block.getFirst()),
                    graph.integers(name + ".to", block.getFirst() + block.getCount()),
                    graph.integers(name + ".axis", 1));
            return graph.node(name, "Slice", inputs, Map.of());
        };
    }
}
