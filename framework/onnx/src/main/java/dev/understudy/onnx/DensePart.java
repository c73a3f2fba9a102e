package dev.understudy.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A fully connected layer.
 *
 * @param name its path
 * @param weight unit by unit
 * @param units how many numbers go out
 * @param features how many come in
 * @param bias a number for each unit, or null where it has none
 */
@SuppressWarnings("ArrayRecordComponent")
record DensePart(String name, float[] weight, long units, long features, float @Nullable [] bias) implements Part {

    @Override
    public DensePart named(String other) {
        return new DensePart(other, weight, units, features, bias);
    }

    @Override
    public String write(OnnxGraph graph, String input) {
        List<String> inputs =
                new ArrayList<>(List.of(input, graph.constant(name + ".weight", weight, units, features)));
        if (bias != null) {
            inputs.add(graph.constant(name + ".bias", bias, units));
        }
        return graph.node(name, "Gemm", inputs, Map.of("transB", 1L));
    }
}
