package dev.understudy;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.training.initializer.Initializer;
import ai.djl.training.initializer.NormalInitializer;
import dev.understudy.block.Layers;
import dev.understudy.objective.CrossEntropy;
import java.io.IOException;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** How weights are drawn, and that every seed reaches every initializer. */
public final class FirstWeightsTest {

    /** What a training at a millionth of this rate may move a zero by. */
    private static final double STEP = 1e-20;

    /** 3 x 3 over 3 channels: fan-in 27; 64 outputs: fan-out 576. Linear: 16 in, 200 out. */
    private static Layers network() {
        return new Layers()
                .add("wide", convolution(64))
                .add("narrow", convolution(16))
                .add("pool", ai.djl.nn.pooling.Pool.globalAvgPool2dBlock())
                .add("flat", ai.djl.nn.Blocks.batchFlattenBlock())
                .add("linear", Linear.builder().setUnits(200).build());
    }

    private static Block convolution(int channels) {
        return Conv2d.builder()
                .setKernelShape(new Shape(3, 3))
                .optPadding(new Shape(1, 1))
                .setFilters(channels)
                .build();
    }

    /** Greatest value, mean square and bias bound of the first convolution and of the last layer. */
    @DataProvider
    Object[][] rules() {
        double in = 1 / Math.sqrt(27);
        double linear = 1 / Math.sqrt(16);
        return new Object[][] {
            // A uniform number within b has the mean square b^2 / 3.
            {FirstWeights.PYTORCH, in, 1.0 / 27 / 3, in, linear, 1.0 / 16 / 3, linear},
            // 6 / (27 + 576) = 0.00995; 6 / (16 + 200) = 0.02778.
            {FirstWeights.GLOROT, Math.sqrt(6.0 / 603), 2.0 / 603, 0.0, Math.sqrt(6.0 / 216), 2.0 / 216, 0.0},
            {FirstWeights.HE, Double.POSITIVE_INFINITY, 2.0 / 27, 0.0, linear, 1.0 / 16 / 3, 0.0},
        };
    }

    @Test(dataProvider = "rules")
    public void weightsHaveTheSpreadOfTheirRule(
            FirstWeights first,
            double wide,
            double square,
            double bias,
            double last,
            double lastSquare,
            double lastBias)
            throws IOException {
        Map<String, float[]> values = first(FirstWeightsTest::network, first, 3);
        spread(values, "wide_weight", wide, square);
        spread(values, "linear_weight", last, lastSquare);
        spread(values, "wide_bias", bias, bias * bias / 3);
        spread(values, "linear_bias", lastBias, lastBias * lastBias / 3);
    }

    @Test
    public void aPreluStartsAtAQuarter() {
        try (NDManager manager = NDManager.newBaseManager()) {
            Block prelu = Activation.preluBlock();
            dev.understudy.internal.network.Blocks.initialize(prelu, manager, 1, new Shape(1, 4, 8, 8));
            assertEquals(prelu.getParameters().valueAt(0).getArray().toFloatArray(), new float[] {0.25f});
        }
    }

    private static void spread(Map<String, float[]> values, String name, double bound, double square) {
        float[] all = of(values, name);
        double greatest = IntStream.range(0, all.length)
                .mapToDouble(i -> Math.abs(all[i]))
                .max()
                .orElseThrow();
        double mean = IntStream.range(0, all.length)
                .mapToDouble(i -> all[i] * all[i])
                .average()
                .orElseThrow();
        assertTrue(greatest <= bound * (1 + 1e-6) + STEP, name + ": " + greatest + " above " + bound);
        assertEquals(mean, square, square * (all.length > 1000 ? 0.1 : 0.5) + STEP, name);
    }

    @Test
    public void everySeedReachesTheNetworksOwnInitializer() throws IOException {
        Map<String, float[]> one = first(() -> withInitializer(new NormalInitializer(0.1f)), FirstWeights.HE, 1);
        Map<String, float[]> again = first(() -> withInitializer(new NormalInitializer(0.1f)), FirstWeights.HE, 1);
        Map<String, float[]> other = first(() -> withInitializer(new NormalInitializer(0.1f)), FirstWeights.HE, 2);
        assertEquals(of(one, "wide_weight"), of(again, "wide_weight"));
        assertNotEquals(of(one, "wide_weight"), of(other, "wide_weight"));
        assertNotEquals(of(one, "wide_weight")[0], of(one, "narrow_weight")[0], 0, "each parameter has its own");
    }

    @Test
    public void anInitializerThatIgnoresTheSeedIsRefused() {
        Random unseeded = new Random();
        Initializer own = (manager, shape, type) -> manager.full(shape, unseeded.nextFloat());
        InputException refused =
                expectThrows(InputException.class, () -> first(() -> withInitializer(own), FirstWeights.HE, 1));
        assertTrue(String.valueOf(refused.getMessage()).contains("wide_weight"), refused.getMessage());
        assertTrue(String.valueOf(refused.getMessage()).contains("whatever the seed"), refused.getMessage());
    }

    @Test
    public void aConstantInitializerIsNobodysMistake() throws IOException {
        assertEquals(of(first(() -> withInitializer(Initializer.ONES), FirstWeights.PYTORCH, 1), "wide_weight")[5], 1f);
    }

    private static Layers withInitializer(Initializer initializer) {
        Layers network = network();
        network.setInitializer(initializer, Parameter.Type.WEIGHT);
        return network;
    }

    /** A network's values before its first step, which a rate of almost nothing does not change. */
    private static Map<String, float[]> first(Supplier<Block> network, FirstWeights first, long seed)
            throws IOException {
        Map<String, float[]> values = new java.util.LinkedHashMap<>();
        Distillation distillation = Distillation.alone(Student.of("own", network))
                .stage(Stage.whole(1)
                        .objective("labels", 1, new CrossEntropy())
                        .schedule(Schedule.constant(STEP / 1e6)))
                .firstWeights(first)
                .device(Device.cpu())
                .seed(seed);
        try (TrainedStudent trained = distillation.train(TinyImages.trainingData(8, 8))) {
            trained.getNetwork()
                    .getParameters()
                    .forEach(entry -> values.put(
                            entry.getKey(), entry.getValue().getArray().toFloatArray()));
        }
        return values;
    }

    private static float[] of(Map<String, float[]> values, String end) {
        return values.entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(end))
                .findFirst()
                .orElseThrow()
                .getValue();
    }
}
