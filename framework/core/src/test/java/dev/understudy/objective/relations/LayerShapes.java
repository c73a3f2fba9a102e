package dev.understudy.objective.relations;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.understudy.Tap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What an objective reads of a sample, layer by layer.
 *
 * @param student the shapes of the student's layers, without the batch
 * @param teacher those of the teacher's
 */
record LayerShapes(List<Shape> student, List<Shape> teacher) {

    static final LayerShapes FEATURES = of(new Shape(6), new Shape(8));
    static final LayerShapes SAME_WIDTH = of(new Shape(7), new Shape(7));
    static final LayerShapes POOLED = of(new Shape(6, 2, 2), new Shape(8, 3, 2));
    static final LayerShapes DEEP = of(new Shape(6, 2, 2), new Shape(8, 2, 2));
    static final LayerShapes WIDE = of(new Shape(2, 3, 4), new Shape(3, 3, 4));
    static final LayerShapes SAME_CHANNELS = of(new Shape(6, 2, 2), new Shape(6, 2, 2));
    static final LayerShapes FEW_CHANNELS = of(new Shape(3, 2, 3), new Shape(3, 3, 4));
    static final LayerShapes FLOW = new LayerShapes(
            List.of(new Shape(2, 4, 4), new Shape(3, 2, 2), new Shape(4, 2, 2)),
            List.of(new Shape(2, 4, 2), new Shape(3, 4, 2), new Shape(4, 2, 2)));
    static final LayerShapes DEEP_FLOW = new LayerShapes(
            List.of(new Shape(5, 3, 2), new Shape(6, 1, 1), new Shape(5, 1, 1)),
            List.of(new Shape(5, 1, 1), new Shape(6, 2, 1), new Shape(5, 1, 2)));

    static LayerShapes of(Shape student, Shape teacher) {
        return new LayerShapes(List.of(student), List.of(teacher));
    }

    /** The student's layers on both sides. */
    LayerShapes twice() {
        return new LayerShapes(student, student);
    }

    /** How many numbers there are of a sample. */
    static long size(List<Shape> layers) {
        return layers.stream().mapToLong(Shape::size).sum();
    }

    /** The activations within {@code [batch, numbers of a sample]}. */
    static <T extends Tap> Map<T, NDArray> activations(List<Shape> layers, NDArray numbers, Function<String, T> tap) {
        Map<T, NDArray> activations = new LinkedHashMap<>();
        long from = 0;
        for (Shape layer : layers) {
            NDArray part = numbers.get(new NDIndex(":, {}:{}", from, from + layer.size()));
            from += layer.size();
            List<Long> shape = new ArrayList<>(List.of(numbers.getShape().get(0)));
            for (long size : layer.getShape()) {
                shape.add(size);
            }
            activations.put(tap.apply("layer" + (activations.size() + 1)), part.reshape(new Shape(shape)));
        }
        return activations;
    }
}
