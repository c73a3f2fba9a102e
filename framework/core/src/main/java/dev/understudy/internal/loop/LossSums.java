package dev.understudy.internal.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.understudy.internal.arithmetic.OnHost;
import dev.understudy.objective.Scaling;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Sums of losses over an epoch, in one array on the device, so that no step waits for it. */
final class LossSums {

    private final List<String> names;
    private final NDArray sums;

    /** All zero; the array belongs to the manager. */
    LossSums(List<String> names, NDManager manager) {
        this.names = List.copyOf(names);
        this.sums = manager.zeros(new Shape(names.size()));
    }

    /**
     * Adds a batch.
     *
     * @param means the losses' means over the batch, by name
     * @param size how many samples it has
     */
    void add(Map<String, NDArray> means, int size) {
        NDList values = new NDList();
        for (String name : names) {
            NDArray value = Objects.requireNonNull(means.get(name), name).stopGradient();
            values.add(value.toType(DataType.FLOAT32, false).reshape(1));
        }
        sums.addi(Scaling.times(NDArrays.concat(values), size));
    }

    /** All over a number of samples; waits for the device. */
    Map<String, Double> over(long samples) {
        float[] now = OnHost.read(sums, NDArray::toFloatArray);
        Map<String, Double> means = new LinkedHashMap<>();
        for (int i = 0; i < now.length; i++) {
            means.put(names.get(i), now[i] / (double) samples);
        }
        return means;
    }

    /** Back to zero. */
    void clear() {
        sums.subi(sums);
    }

    /** Each as an array of one number, which belongs to the scope. */
    Map<String, NDArray> numbers(NDManager scope) {
        float[] now = OnHost.read(sums, NDArray::toFloatArray);
        Map<String, NDArray> numbers = new LinkedHashMap<>();
        for (int i = 0; i < now.length; i++) {
            numbers.put(names.get(i), scope.create(new float[] {now[i]}, new Shape(1)));
        }
        return numbers;
    }

    /** Goes on with {@link #numbers}. */
    void restore(Map<String, NDArray> numbers) {
        try (NDManager scope = sums.getManager().newSubManager()) {
            float[] values = new float[names.size()];
            for (int i = 0; i < values.length; i++) {
                NDArray number = Objects.requireNonNull(numbers.get(names.get(i)), names.get(i));
                values[i] = OnHost.read(number, NDArray::toFloatArray)[0];
            }
            clear();
            sums.addi(scope.create(values));
        }
    }
}
