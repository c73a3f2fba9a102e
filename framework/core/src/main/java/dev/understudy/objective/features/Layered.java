package dev.understudy.objective.features;

import ai.djl.ndarray.NDArray;
import dev.understudy.objective.Scaling;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** A loss at several layers. */
final class Layered {

    private Layered() {}

    /** The last layer's weighs 1, each one before it half of the next. */
    static NDArray sum(int layers, IntFunction<NDArray> loss) {
        return IntStream.range(0, layers)
                .mapToObj(layer -> Scaling.times(loss.apply(layer), Math.pow(2, layer - layers + 1.0)))
                .reduce(NDArray::add)
                .orElseThrow();
    }
}
