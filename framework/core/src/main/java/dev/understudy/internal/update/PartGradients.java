package dev.understudy.internal.update;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/** One step's gradients by trained array and part. The engine holds one gradient for each array, so that those of all parts
 * but the last are copied. */
final class PartGradients {

    private final NDManager scope;
    private final List<Map<String, NDArray>> parts = new ArrayList<>();

    private PartGradients(NDManager scope) {
        this.scope = scope;
    }

    /**
     * Goes back through the graph, once for each part.
     *
     * @param collector the open gradient collector
     * @param losses what is made smaller, by part
     * @param arrays the gradients are wanted of
     * @param scope frees what is made
     */
    static PartGradients of(
            GradientCollector collector, Map<String, NDArray> losses, List<TrainedArray> arrays, NDManager scope) {
        PartGradients gradients = new PartGradients(scope);
        arrays.forEach(each -> gradients.parts.add(new LinkedHashMap<>()));
        AtomicInteger left = new AtomicInteger(losses.size());
        losses.forEach((part, loss) -> {
            if (left.decrementAndGet() > 0) {
                RetainedGraph.backward(anchored(loss, arrays));
                gradients.copy(part, arrays);
            } else {
                collector.backward(losses.size() == 1 ? loss : anchored(loss, arrays));
                gradients.hold(part, arrays);
            }
        });
        return gradients;
    }

    /** Engines refuse a loss without a gradient; the number 0 that is added has one, which is zero. */
    private static NDArray anchored(NDArray loss, List<TrainedArray> arrays) {
        NDArray anchor = arrays.get(0).inGraph().sum();
        anchor.attach(loss.getManager());
        return loss.add(anchor.mul(loss.getManager().zeros(new Shape())));
    }

    private void copy(String part, List<TrainedArray> arrays) {
        for (int i = 0; i < arrays.size(); i++) {
            NDArray gradient = arrays.get(i).gradient(scope);
            parts.get(i).put(part, gradient.duplicate());
            TrainedArray.zero(gradient);
        }
    }

    private void hold(String part, List<TrainedArray> arrays) {
        for (int i = 0; i < arrays.size(); i++) {
            parts.get(i).put(part, arrays.get(i).gradient(scope));
        }
    }

    /** Those of an array, which may be replaced. */
    Map<String, NDArray> of(int array) {
        return parts.get(array);
    }

    /** The sum over all parts. */
    NDArray sum(int array) {
        return parts.get(array).values().stream().reduce(NDArray::add).orElseThrow();
    }

    /** Whether all are zero; waits for the device. */
    boolean areZero() {
        NDArray sum = null;
        for (Map<String, NDArray> each : parts) {
            for (NDArray gradient : each.values()) {
                NDArray one = gradient.abs().sum();
                sum = sum == null ? one : sum.add(one);
            }
        }
        return Objects.requireNonNull(sum, "a stage that trains nothing").getFloat() == 0;
    }
}
