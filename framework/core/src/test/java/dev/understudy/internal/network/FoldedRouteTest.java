package dev.understudy.internal.network;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.training.ParameterStore;
import dev.understudy.block.Layers;
import java.util.List;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public final class FoldedRouteTest {

    private static final Shape INPUT = new Shape(3, 4, 9, 11);

    private final NDManager manager = NDManager.newBaseManager();
    private NDManager scope = manager;
    private ParameterStore parameters = new ParameterStore(manager, false);

    @BeforeMethod
    public void open() {
        scope = manager.newSubManager();
        scope.getEngine().setRandomSeed(5);
        parameters = new ParameterStore(scope, false);
    }

    @AfterMethod
    public void close() {
        scope.close();
    }

    /** One channel, one pixel, by hand: 3 x 2 + 1 = 7; (7 - 5) / sqrt(4) x 8 + 0.5 = 8.5. */
    @Test
    public void isTheBatchNormOfTheConvolution() {
        Layers network = new Layers()
                .add(
                        "conv",
                        Conv2d.builder()
                                .setKernelShape(new Shape(1, 1))
                                .setFilters(1)
                                .build())
                .add("norm", BatchNorm.builder().optEpsilon(0).build());
        network.initialize(scope, DataType.FLOAT32, new Shape(1, 1, 1, 1));
        set(network, Parameter.Type.WEIGHT, 3);
        set(network, Parameter.Type.BIAS, 1);
        set(network, Parameter.Type.GAMMA, 8);
        set(network, Parameter.Type.BETA, 0.5f);
        set(network, Parameter.Type.RUNNING_MEAN, 5);
        set(network, Parameter.Type.RUNNING_VAR, 4);
        NDArray pixel = scope.create(new float[] {2}, new Shape(1, 1, 1, 1));
        assertEquals(folded(network, List.of(), pixel).get(0).toFloatArray(), new float[] {8.5f});
        assertEquals(network.getParameters().get(0).getValue().getArray().toFloatArray(), new float[] {3});
    }

    @DataProvider
    public static Object[][] convolutions() {
        Conv2d.Builder plain = Conv2d.builder().setKernelShape(new Shape(3, 3)).setFilters(6);
        return new Object[][] {
            {plain.optBias(false).build()},
            {
                Conv2d.builder()
                        .setKernelShape(new Shape(3, 3))
                        .setFilters(6)
                        .optStride(new Shape(2, 1))
                        .optPadding(new Shape(1, 1))
                        .optDilation(new Shape(1, 2))
                        .build()
            },
            {
                Conv2d.builder()
                        .setKernelShape(new Shape(1, 1))
                        .setFilters(6)
                        .optGroups(2)
                        .build()
            },
        };
    }

    @Test(dataProvider = "convolutions")
    public void putsOutTheSame(Block convolution) {
        Layers network = network(convolution);
        NDArray images = scope.randomNormal(INPUT);
        assertClose(
                folded(network, List.of(), images).get(0),
                plain(network, List.of(), images).get(0));
    }

    @Test
    public void aTappedConvolutionKeepsItsOwnOutput() {
        Layers network = network(convolution(6));
        NDArray images = scope.randomNormal(INPUT);
        List<String> taps = List.of("01layer/01conv", "01layer/02norm", "01layer");
        NDList wanted = plain(network, taps, images);
        NDList got = folded(network, taps, images);
        for (int i = 0; i < wanted.size(); i++) {
            assertClose(got.get(i), wanted.get(i));
        }
    }

    /** Bit for bit: what is kept of a network's outputs must not depend on what else is read. */
    @Test
    public void noActivationDependsOnWhatElseIsTapped() {
        Layers network = randomised(new Layers()
                .add("first", layer(convolution(6)))
                .add("second", layer(convolution(5)))
                .add("third", layer(convolution(4))));
        NDArray images = scope.randomNormal(INPUT);
        NDList wanted = folded(network, List.of("02second"), images);
        List<String> taps = List.of("02second", "01first/01conv", "02second/01conv", "03third/01conv", "01first");
        NDList got = folded(network, taps, images);
        assertEquals(got.get(0).toFloatArray(), wanted.get(0).toFloatArray());
        assertEquals(got.get(taps.size()).toFloatArray(), wanted.get(1).toFloatArray());
        NDList convolution = folded(network, List.of("02second/01conv"), images);
        assertEquals(got.get(2).toFloatArray(), convolution.get(0).toFloatArray());
    }

    /** The folded weights are what the manager owns, and go with it. */
    @Test
    public void ownsTwoArraysForEachPair() {
        Layers network = network(convolution(6));
        NDManager own = scope.newSubManager();
        ForwardPlan.through(network, List.of(), true).folded(own, parameters);
        assertEquals(own.getManagedArrays().size(), 2);
        own.close();
    }

    private Layers network(Block convolution) {
        return randomised(new Layers().add("layer", layer(convolution)).add("again", Activation.reluBlock()));
    }

    private static Block convolution(int filters) {
        return Conv2d.builder()
                .setKernelShape(new Shape(3, 3))
                .setFilters(filters)
                .build();
    }

    private static Layers layer(Block convolution) {
        return new Layers()
                .add("conv", convolution)
                .add("norm", BatchNorm.builder().build())
                .add("relu", Activation.reluBlock());
    }

    private Layers randomised(Layers network) {
        network.initialize(scope, DataType.FLOAT32, INPUT);
        for (Parameter parameter : network.getParameters().values()) {
            NDArray values = scope.randomNormal(parameter.getShape());
            boolean variance = parameter.getType() == Parameter.Type.RUNNING_VAR;
            replace(parameter, variance ? values.square().add(0.1f) : values);
        }
        network.freezeParameters(true);
        return network;
    }

    private NDList plain(Block network, List<String> taps, NDArray images) {
        return ForwardPlan.through(network, taps, true).run(parameters, new NDList(images), false);
    }

    private NDList folded(Block network, List<String> taps, NDArray images) {
        return ForwardPlan.through(network, taps, true)
                .folded(scope, parameters)
                .run(parameters, new NDList(images), false);
    }

    private static void assertClose(NDArray got, NDArray wanted) {
        assertEquals(got.getShape(), wanted.getShape());
        float off = got.sub(wanted).abs().max().getFloat();
        assertTrue(off < 1e-5 * (1 + wanted.abs().max().getFloat()), "off by " + off);
    }

    private void set(Block network, Parameter.Type type, float value) {
        network.getParameters().values().stream()
                .filter(parameter -> parameter.getType() == type)
                .forEach(parameter -> {
                    replace(parameter, scope.full(parameter.getShape(), value));
                });
        network.freezeParameters(true);
    }

    private static void replace(Parameter parameter, NDArray values) {
        parameter.close();
        parameter.setShape(null);
        parameter.setArray(values);
    }
}
