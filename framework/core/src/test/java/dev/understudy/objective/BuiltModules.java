package dev.understudy.objective;

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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The modules of an objective with numbers that PyTorch makes too: the k-th trained parameter of each, from 0, holds {@code
 * 0.3 sin(1.1 i + k)}, and 1 more where it is the factor of a batch norm.
 */
final class BuiltModules implements AuxiliaryModules {

    private final Map<String, Block> blocks = new LinkedHashMap<>();
    private final ParameterStore store;

    BuiltModules(Needs needs, AuxiliaryModule.Shapes shapes, NDManager manager) {
        store = new ParameterStore(manager, false);
        for (AuxiliaryModule module : needs.getModules()) {
            AuxiliaryModule.Built built = module.getBuilder().build(shapes).orElseThrow();
            Block block = built.getBlock().get();
            block.initialize(manager, DataType.FLOAT32, built.getInputs());
            int place = 0;
            for (Parameter parameter : block.getParameters().values()) {
                if (parameter.getType() != Parameter.Type.RUNNING_MEAN
                        && parameter.getType() != Parameter.Type.RUNNING_VAR) {
                    fill(parameter, place++);
                }
            }
            blocks.put(module.getName(), block);
        }
    }

    private static void fill(Parameter parameter, int place) {
        NDArray array = parameter.getArray();
        float[] values = new float[Math.toIntExact(array.size())];
        for (int i = 0; i < values.length; i++) {
            int more = parameter.getType() == Parameter.Type.GAMMA ? 1 : 0;
            values[i] = (float) (0.3 * Math.sin(1.1 * i + place) + more);
        }
        array.set(values);
    }

    Map<String, Block> blocks() {
        return blocks;
    }

    @Override
    public NDList forward(String name, NDList inputs, boolean training) {
        return Objects.requireNonNull(blocks.get(name), name).forward(store, MemoryFormat.best(inputs), training);
    }
}
