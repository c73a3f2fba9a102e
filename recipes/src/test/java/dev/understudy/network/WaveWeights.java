package dev.understudy.network;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import dev.understudy.format.NameMap;
import dev.understudy.recipe.Task;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;

/**
 * Weights that follow from a formula, so that PyTorch's networks have the same without a file.
 *
 * @param gain what a layer of more than one axis multiplies variances by, about
 */
record WaveWeights(double gain) {

    /** A fresh network's arrays by PyTorch's names, sorted. */
    static Map<String, NDArray> theirs(Pretrained pretrained, Task task, Model owner) {
        Block block = pretrained.network().network().get();
        block.initialize(owner.getNDManager(), DataType.FLOAT32, new Shape(1).addAll(task.input()));
        return byNames(block, pretrained.names());
    }

    /** An initialised block's arrays by PyTorch's names, sorted. */
    static Map<String, NDArray> byNames(Block block, NameMap names) {
        Map<String, NDArray> theirs = new TreeMap<>();
        collect(block, "", names, theirs);
        return theirs;
    }

    private static void collect(Block block, String path, NameMap names, Map<String, NDArray> theirs) {
        block.getDirectParameters().forEach(entry -> {
            Parameter parameter = entry.getValue();
            theirs.put(names.theirs(path, entry.getKey()), parameter.getArray());
        });
        block.getChildren().forEach(child -> {
            String name = child.getKey().replaceFirst("^\\d\\d", "");
            collect(child.getValue(), path.isEmpty() ? name : path + "/" + name, names, theirs);
        });
    }

    /** Sets all arrays by their names' order. */
    void fill(Map<String, NDArray> theirs) {
        int k = 0;
        for (Map.Entry<String, NDArray> entry : theirs.entrySet()) {
            NDArray array = entry.getValue();
            try (NDArray values = filled(entry.getKey(), array.getShape(), k++, array.getManager())) {
                values.toType(array.getDataType(), false).copyTo(array);
            }
        }
    }

    NDArray filled(String name, Shape shape, int k, NDManager manager) {
        double fan = shape.size() / (double) shape.get(0);
        if (shape.dimension() > 1) {
            return wave(manager, shape.size(), 0.7, k, x -> x * Math.sqrt(gain / fan))
                    .reshape(shape);
        }
        if (name.endsWith("running_var")) {
            return wave(manager, shape.size(), 0.7, k, x -> 1 + 0.5 * x * x);
        }
        return wave(manager, shape.size(), 0.7, k, name.endsWith("weight") ? x -> 1 + 0.2 * x : x -> 0.1 * x);
    }

    static NDArray wave(NDManager manager, long size, double frequency, int phase) {
        return wave(manager, size, frequency, phase, x -> x);
    }

    private static NDArray wave(NDManager manager, long size, double frequency, int phase, DoubleUnaryOperator of) {
        float[] values = new float[Math.toIntExact(size)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) of.applyAsDouble(Math.sin(i * frequency + phase));
        }
        return manager.create(values);
    }

    /** SHA-256 of all names and shapes, a line each. */
    static String digest(Map<String, NDArray> theirs) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            theirs.forEach((name, array) ->
                    digest.update((name + " " + Arrays.toString(array.getShape().getShape()) + "\n")
                            .getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
