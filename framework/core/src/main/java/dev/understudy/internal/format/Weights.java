package dev.understudy.internal.format;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import dev.understudy.InputException;
import dev.understudy.format.NameMap;
import dev.understudy.format.NetworkFileType;
import dev.understudy.internal.file.AtomicFiles;
import dev.understudy.internal.network.Blocks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A network's parameters as a safetensors file, by their paths. */
public final class Weights {

    private Weights() {}

    /**
     * Writes a network's parameters, whole or not at all.
     *
     * @param network an initialised network
     * @param file the file
     * @throws dev.understudy.result.ResultException when it cannot be written
     */
    public static void save(Block network, Path file) {
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        for (Pair<String, Parameter> entry : network.getParameters()) {
            arrays.put(entry.getKey(), entry.getValue().getArray());
        }
        AtomicFiles.write(file, Safetensors.encode(Map.of(), arrays));
    }

    /**
     * Reads parameters into a network.
     *
     * @param network the network, initialised or not
     * @param owner owns its arrays
     * @param file our safetensors, or DJL's {@code .params}
     * @param names what the file calls them; null for a file of ours
     * @param input the shape of the network's input, batch 1
     * @throws IOException when the file cannot be read
     * @throws InputException when it does not hold exactly the network's parameters
     */
    public static void load(Block network, Model owner, Path file, @Nullable NameMap names, Shape input)
            throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new InputException("No weights at " + file);
        }
        NDManager manager = owner.getNDManager();
        if (!network.isInitialized()) {
            Blocks.initialize(network, manager, 0, input);
        }
        try (NDManager scope = manager.newSubManager()) {
            Map<String, NDArray> found = read(network, scope, file, names);
            check(network, found, file);
            for (Pair<String, Parameter> entry : network.getParameters()) {
                Parameter parameter = entry.getValue();
                NDArray array = found.get(entry.getKey());
                if (array != null) {
                    replace(parameter, array, manager);
                }
            }
        }
    }

    /** Puts an array into a parameter's place, to live as long as a manager. */
    public static void replace(Parameter parameter, NDArray array, NDManager manager) {
        parameter.close();
        parameter.setShape(null);
        array.attach(manager);
        parameter.setArray(array);
        parameter.freeze(!parameter.requiresGradient());
    }

    /**
     * Copies numbers into a parameter's array, which stays where it is.
     *
     * @param numbers of the parameter's shape, on its device
     * @param parameter the parameter
     * @param scope holds what is made for it
     */
    public static void copy(NDArray numbers, Parameter parameter, NDManager scope) {
        NDArray array = parameter.getArray().stopGradient();
        array.attach(scope);
        array.set(new NDIndex("..."), numbers);
    }

    /** The arrays of a file, by our names. */
    private static Map<String, NDArray> read(Block network, NDManager scope, Path file, @Nullable NameMap names) {
        if (NetworkFileType.of(file) == NetworkFileType.PARAMS) {
            Map<String, NDArray> found = ParamsFile.read(network, scope, file);
            FiniteCheck.check(file, found);
            return found;
        }
        NetworkFileType.SAFETENSORS.require(file);
        Map<String, NDArray> found = Safetensors.read(scope, file).arrays();
        FiniteCheck.check(file, found);
        return names == null ? found : new ForeignNames(network, names).ours(found, file);
    }

    private static void check(Block network, Map<String, NDArray> found, Path file) {
        for (Pair<String, Parameter> entry : network.getParameters()) {
            NDArray array = found.get(entry.getKey());
            Shape wanted = entry.getValue().getShape();
            if (array == null) {
                throw new InputException(file + " lacks the parameter " + entry.getKey() + " " + wanted + "; it has "
                        + found.size() + " parameters, the network "
                        + network.getParameters().size());
            }
            if (!array.getShape().equals(wanted)) {
                throw new InputException(file + ": the parameter " + entry.getKey() + " should be " + wanted
                        + ", it is " + array.getShape());
            }
            if (array.getDataType() != DataType.FLOAT32) {
                throw new InputException(file + ": the parameter " + entry.getKey() + " should be float32, it is "
                        + array.getDataType());
            }
        }
        if (found.size() != network.getParameters().size()) {
            found.keySet().removeAll(network.getParameters().keys());
            throw new InputException(file + " has parameters that the network has not: " + found.keySet());
        }
    }
}
