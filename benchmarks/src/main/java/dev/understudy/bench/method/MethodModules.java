package dev.understudy.bench.method;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import dev.understudy.AuxiliaryModule;
import dev.understudy.AuxiliaryModules;
import dev.understudy.Needs;
import dev.understudy.internal.network.MemoryFormat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The modules that a method trains along, with first numbers that Python can have too. */
final class MethodModules implements AuxiliaryModules {

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final ParameterStore store;

    private record Entry(Block block, boolean still) {}

    MethodModules(Needs needs, AuxiliaryModule.Shapes shapes, NDManager owner) {
        store = new ParameterStore(owner, false);
        for (AuxiliaryModule module : needs.getModules()) {
            module.getBuilder().build(shapes).ifPresent(built -> {
                Block block = built.getBlock().get();
                if (!built.isShared()) {
                    block.initialize(owner, DataType.FLOAT32, built.getInputs());
                    fill(block, entries.size());
                    if (module.isFrozen()) {
                        block.freezeParameters(true);
                    }
                }
                entries.put(module.getName(), new Entry(block, module.isFrozen()));
            });
        }
    }

    /** Weights of a usual size; what is no weight stays as it begins. */
    private static void fill(Block block, long seed) {
        for (Parameter parameter : block.getParameters().values()) {
            if (parameter.getType() == Parameter.Type.WEIGHT) {
                NDArray array = parameter.getArray();
                double deviation = Math.sqrt((double) array.getShape().get(0) / array.size());
                array.set(Numbers.normal(array.getShape(), seed, deviation));
            }
        }
    }

    /** The numbers of each, in the order of its parameters. */
    List<List<NDArray>> parameters() {
        List<List<NDArray>> all = new ArrayList<>();
        for (Entry entry : entries.values()) {
            all.add(entry.block.getParameters().values().stream()
                    .map(Parameter::getArray)
                    .toList());
        }
        return all;
    }

    @Override
    public NDList forward(String name, NDList inputs, boolean training) {
        Entry entry = entry(name);
        return entry.block.forward(store, MemoryFormat.best(inputs), training && !entry.still);
    }

    @Override
    public NDArray buffer(String name) {
        return entry(name).block.getParameters().valueAt(0).getArray().stopGradient();
    }

    private Entry entry(String name) {
        return Objects.requireNonNull(entries.get(name), name);
    }
}
