package dev.understudy.internal.update;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleFunction;

/** RuleNumbers that rules compute with, on the device; what the last step used is still there for the next one. */
final class RuleNumbers implements DoubleFunction<NDArray> {

    private final NDManager manager;
    private final Map<Double, NDArray> made = new HashMap<>();
    private final Set<Double> used = new HashSet<>();

    /** The numbers belong to the manager. */
    RuleNumbers(NDManager manager) {
        this.manager = manager;
    }

    @Override
    public NDArray apply(double value) {
        used.add(value);
        return made.computeIfAbsent(value, wanted -> manager.full(new Shape(1), wanted.floatValue()));
    }

    /** Drops what the step that ends did not use. */
    void endStep() {
        made.entrySet().removeIf(entry -> {
            boolean left = !used.contains(entry.getKey());
            if (left) {
                entry.getValue().close();
            }
            return left;
        });
        used.clear();
    }
}
