package dev.understudy;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A network's numbers at one moment, running statistics among them.
 *
 * @param values by parameter
 */
public record Snapshot(Map<String, float[]> values) {

    public static Snapshot of(Block network) {
        Map<String, float[]> values = new LinkedHashMap<>();
        for (Pair<String, Parameter> entry : network.getParameters()) {
            values.put(entry.getKey(), entry.getValue().getArray().toFloatArray());
        }
        return new Snapshot(values);
    }

    /** How steep the loss is in each parameter, the largest absolute value; zero where nothing is trained. */
    static Map<String, Float> steepest(Block network) {
        Map<String, Float> steepest = new LinkedHashMap<>();
        for (Pair<String, Parameter> entry : network.getParameters()) {
            NDArray array = entry.getValue().getArray();
            if (array.hasGradient()) {
                try (NDArray gradient = array.getGradient();
                        NDArray absolute = gradient.abs();
                        NDArray max = absolute.max()) {
                    steepest.put(entry.getKey(), max.getFloat());
                }
            }
        }
        return steepest;
    }

    List<String> names() {
        return List.copyOf(values.keySet());
    }

    float[] get(String name) {
        float[] found = values.get(name);
        if (found == null) {
            throw new AssertionError("No " + name + " among " + values.keySet());
        }
        return found;
    }

    /** The parameters of which a bit differs. */
    List<String> changed(Snapshot later) {
        assertEquals(later.names(), names());
        return values.keySet().stream()
                .filter(name -> !Arrays.equals(get(name), later.get(name)))
                .toList();
    }

    List<String> names(Predicate<String> which) {
        List<String> found = values.keySet().stream().filter(which).toList();
        assertFalse(found.isEmpty(), "no such parameter among " + values.keySet());
        return found;
    }

    public void assertSameBits(Snapshot later) {
        assertEquals(changed(later), List.of());
    }
}
