package dev.understudy.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.understudy.AuxiliaryModules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Modules that put out what they are given, and buffers with given numbers. */
final class LocalModules implements AuxiliaryModules {

    private final Map<String, NDArray> buffers = new LinkedHashMap<>();
    private final List<Runnable> later = new ArrayList<>();

    LocalModules buffer(String name, NDArray values) {
        buffers.put(name, values);
        return this;
    }

    @Override
    public NDList forward(String name, NDList inputs, boolean training) {
        return inputs;
    }

    @Override
    public NDArray buffer(String name) {
        return Objects.requireNonNull(buffers.get(name), name).stopGradient();
    }

    @Override
    public void afterStep(Runnable change) {
        later.add(change);
    }

    void endStep() {
        later.forEach(Runnable::run);
        later.clear();
    }
}
