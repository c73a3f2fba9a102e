package dev.understudy.internal.network;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import dev.understudy.InputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public final class SyncBatchNormTest {

    /** Two shards, [1, 3] and [5]: mean 3, variance (4 + 0 + 4) / 3 = 8/3; 2 (x - 3) / sqrt(8/3) + 0.5. */
    @Test
    public void normalisesWithTheMeanAndTheVarianceOfAllShards() {
        try (NDManager manager = NDManager.newBaseManager()) {
            BatchNorm norm = norm(manager, new Shape(2, 1), 0.75f, 0);
            set(norm, "gamma", 2);
            set(norm, "beta", 0.5f);
            List<NDArray> shards = List.of(
                    manager.create(new float[] {1, 3}, new Shape(2, 1)),
                    manager.create(new float[] {5}, new Shape(1, 1)));
            NDArray whole = run(norm, manager, shards);
            float step = (float) (2 * 2 / Math.sqrt(8.0 / 3));
            assertEquals(whole.toFloatArray(), new float[] {0.5f - step, 0.5f, 0.5f + step}, 1e-6f);
            // A quarter of what is new: mean 0 -> 3/4; variance without bias 4, 1 -> 3/4 + 4/4.
            assertEquals(value(norm, "runningMean"), new float[] {0.75f}, 1e-6f);
            assertEquals(value(norm, "runningVar"), new float[] {1.75f}, 1e-6f);
        }
    }

    @DataProvider
    public static Object[][] shapes() {
        return new Object[][] {
            {new Shape(7, 5), new long[] {3}},
            {new Shape(7, 5, 4, 3), new long[] {4}},
            {new Shape(9, 3, 6, 6), new long[] {1, 2, 6}},
            {new Shape(2, 4, 1, 1), new long[] {1}},
        };
    }

    /** The engine's own norm of the whole batch is the measure: output, gradients, running statistics. */
    @Test(dataProvider = "shapes")
    public void isTheEnginesNormOfTheWholeBatch(Shape shape, long... cuts) {
        try (NDManager manager = NDManager.newBaseManager()) {
            manager.getEngine().setRandomSeed(3);
            NDArray whole = manager.randomNormal(5, 3, shape, DataType.FLOAT32);
            NDArray weights = manager.randomNormal(0, 0.1f, shape, DataType.FLOAT32);
            Map<String, float[]> engines = numbers(manager, whole, weights, new long[0]);
            Map<String, float[]> synced = numbers(manager, whole, weights, cuts);
            engines.forEach((name, wanted) -> assertEquals(synced.get(name), wanted, 2e-5f, name));
        }
    }

    private static Map<String, float[]> numbers(NDManager manager, NDArray whole, NDArray weights, long... cuts) {
        BatchNorm norm = norm(manager, whole.getShape(), 0.9f, 1e-5f);
        long channels = whole.getShape().get(1);
        for (int i = 0; i < channels; i++) {
            norm.getDirectParameters().get("gamma").getArray().set(new NDIndex(i), 1 + i);
            norm.getDirectParameters().get("beta").getArray().set(new NDIndex(i), i - 1);
        }
        NDArray input = whole.duplicate();
        input.setRequiresGradient(true);
        try (GradientCollector collector = manager.getEngine().newGradientCollector()) {
            NDArray output = cuts.length == 0
                    ? norm.forward(new ParameterStore(manager, false), new NDList(input), true)
                            .singletonOrThrow()
                    : run(norm, manager, cut(input, cuts));
            collector.backward(output.square().mul(weights).sum());
            Map<String, float[]> numbers = new LinkedHashMap<>();
            numbers.put("output", output.toFloatArray());
            numbers.put("gradient of the input", input.getGradient().toFloatArray());
            for (String name : List.of("gamma", "beta")) {
                Parameter parameter = norm.getDirectParameters().get(name);
                float[] gradient = parameter.getArray().getGradient().toFloatArray();
                float size = (float) Math.max(1, whole.size() / channels);
                for (int i = 0; i < gradient.length; i++) {
                    gradient[i] /= size;
                }
                numbers.put("gradient of " + name, gradient);
            }
            numbers.put("running mean", value(norm, "runningMean"));
            numbers.put("running variance", value(norm, "runningVar"));
            return numbers;
        }
    }

    private static List<NDArray> cut(NDArray whole, long... cuts) {
        List<NDArray> shards = new ArrayList<>();
        long from = 0;
        for (long to : cuts) {
            shards.add(whole.get(new NDIndex(from + ":" + to)));
            from = to;
        }
        shards.add(whole.get(new NDIndex(from + ":")));
        return shards;
    }

    private static NDArray run(BatchNorm norm, NDManager manager, List<NDArray> shards) {
        List<ParameterStore> stores = ReplicaParameters.of(new ParameterStore(manager, false), new NDList(shards));
        List<NDList> outputs = SyncBatchNorm.of(norm, manager).forward(stores, shards);
        return NDArrays.concat(
                new NDList(outputs.stream().map(NDList::singletonOrThrow).toList()));
    }

    @Test
    public void findsOutWhatANormKeepsToItself() {
        try (NDManager manager = NDManager.newBaseManager()) {
            SyncBatchNorm norm = SyncBatchNorm.of(norm(manager, new Shape(2, 3, 4, 4), 0.85f, 2e-3f), manager);
            assertEquals(norm.momentum(), 0.85, 1e-6);
            assertEquals(norm.epsilon(), 2e-3, 1e-8);
            assertEquals(
                    SyncBatchNorm.of(norm(manager, new Shape(2, 3), 0.9f, 0), manager)
                            .epsilon(),
                    0.0);
        }
    }

    @Test
    public void aNormOverAnotherAxisIsRefused() {
        try (NDManager manager = NDManager.newBaseManager()) {
            BatchNorm last = BatchNorm.builder().optAxis(3).build();
            last.initialize(manager, DataType.FLOAT32, new Shape(2, 3, 4, 5));
            assertThrows(InputException.class, () -> SyncBatchNorm.of(last, manager));
        }
    }

    private static BatchNorm norm(NDManager manager, Shape input, float momentum, float epsilon) {
        BatchNorm norm =
                BatchNorm.builder().optMomentum(momentum).optEpsilon(epsilon).build();
        norm.initialize(manager, DataType.FLOAT32, input);
        return norm;
    }

    private static void set(BatchNorm norm, String parameter, float value) {
        float[] values = value(norm, parameter);
        Arrays.fill(values, value);
        norm.getDirectParameters().get(parameter).getArray().set(values);
    }

    private static float[] value(BatchNorm norm, String parameter) {
        return norm.getDirectParameters().get(parameter).getArray().toFloatArray();
    }
}
