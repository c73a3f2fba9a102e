package dev.understudy.onnx;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Branches on the same input.
 *
 * @param name its path
 * @param branches the parts of each; none where a branch hands its input on
 * @param join how their outputs become one
 */
record BranchPart(String name, List<List<Part>> branches, Join join) implements Part {

    /** How outputs become one. */
    enum Join {
        /** All added up. */
        SUM,
        /** All added up, then ReLU. */
        SUM_RELU,
        /** Side by side on the channel axis. */
        CONCATENATION
    }

    @Override
    public BranchPart named(String other) {
        return new BranchPart(other, branches, join);
    }

    @Override
    public String write(OnnxGraph graph, String input) {
        List<String> ends =
                branches.stream().map(branch -> write(branch, graph, input)).collect(Collectors.toList());
        return switch (join) {
            case SUM -> graph.node(name, "Sum", ends, Map.of());
            case SUM_RELU ->
                graph.node(name, "Relu", List.of(graph.node(name + "/sum", "Sum", ends, Map.of())), Map.of());
            case CONCATENATION -> graph.node(name, "Concat", ends, Map.of("axis", 1L));
        };
    }

    /** Writes parts one after the other. */
    static String write(List<Part> parts, OnnxGraph graph, String input) {
        String value = input;
        for (Part part : parts) {
            value = part.write(graph, value);
        }
        return value;
    }
}
