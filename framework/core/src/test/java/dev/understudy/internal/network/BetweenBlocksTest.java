package dev.understudy.internal.network;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.pooling.Pool;
import ai.djl.nn.recurrent.LSTM;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import dev.understudy.Tiny;
import dev.understudy.block.Layers;
import dev.understudy.block.Residual;
import java.util.ArrayList;
import java.util.List;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

/** What lies between two blocks that keep nothing is let go at once; all else stays until the step ends. */
public final class BetweenBlocksTest {

    private static final Shape IMAGES = new Shape(2, 3, 8, 8);

    private final NDManager manager = NDManager.newBaseManager();
    private NDManager step = manager;

    @BeforeMethod
    public void begin() {
        step = manager.newSubManager();
    }

    @AfterClass
    public void close() {
        manager.close();
    }

    private static Block convolution() {
        return Conv2d.builder()
                .setKernelShape(new Shape(3, 3))
                .optPadding(new Shape(1, 1))
                .setFilters(4)
                .build();
    }

    private Block initialized(Block network) {
        network.initialize(manager, DataType.FLOAT32, IMAGES);
        return network;
    }

    /** Three layers, of which two are in a sequence of their own. */
    private Block network() {
        return initialized(new Layers()
                .add(
                        "first",
                        new Layers()
                                .add("conv", convolution())
                                .add("norm", BatchNorm.builder().build())
                                .add("relu", Activation.reluBlock()))
                .add("pool", Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2)))
                .add("last", convolution()));
    }

    private NDArray images() {
        NDArray pixels = step.arange((float) IMAGES.size()).sin().reshape(2, 8, 8, 3);
        return pixels.transpose(0, 3, 1, 2);
    }

    private NDList run(Block network, List<String> taps, NDArray images, boolean training) {
        return ForwardPlan.through(network, taps, true)
                .run(new ParameterStore(step, false), new NDList(images), training);
    }

    private static boolean isThere(NDArray array) {
        return !array.isReleased();
    }

    @Test
    public void onlyWhatComesOutStays() {
        Block network = network();
        NDArray images = images();
        int before = step.getManagedArrays().size();
        NDArray output = run(network, List.of(), images, false).singletonOrThrow();
        assertEquals(step.getManagedArrays().size(), before + 1);
        assertTrue(isThere(images));
        NDArray wanted = network.forward(new ParameterStore(step, false), new NDList(images), false)
                .singletonOrThrow();
        assertEquals(output.toFloatArray(), wanted.toFloatArray());
    }

    @Test
    public void gradientsAreTheSame() {
        Block network = network();
        List<float[]> found = gradients(network, true);
        List<float[]> wanted = gradients(network, false);
        for (int i = 0; i < wanted.size(); i++) {
            assertEquals(found.get(i), wanted.get(i), 1e-3f);
        }
    }

    private List<float[]> gradients(Block network, boolean planned) {
        NDArray images = images();
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray output = planned
                    ? run(network, List.of(), images, true).singletonOrThrow()
                    : network.forward(new ParameterStore(step, false), new NDList(images), true)
                            .singletonOrThrow();
            collector.backward(output.square().sum());
        }
        List<float[]> gradients = new ArrayList<>();
        for (Parameter parameter : network.getParameters().values()) {
            if (parameter.requiresGradient()) {
                NDArray gradient = parameter.getArray().getGradient();
                gradients.add(gradient.toFloatArray());
                gradient.muli(0);
            }
        }
        return gradients;
    }

    @Test
    public void whatIsTappedStays() {
        Block network = network();
        for (String tap : List.of("first", "first/conv", "first/relu", "pool")) {
            String path = BlockPaths.resolve(network, "student", tap);
            NDList both = run(network, List.of(path), images(), false);
            assertTrue(isThere(both.get(0)), tap);
            assertTrue(isThere(both.get(1)), tap);
        }
    }

    /** A user's function may read later what it was shown. */
    @Test
    public void whatAnothersFunctionSawStays() {
        List<NDArray> seen = new ArrayList<>();
        Block network = initialized(new SequentialBlock()
                .add(convolution())
                .add(new LambdaBlock(list -> {
                    seen.add(list.singletonOrThrow());
                    return new NDList(list.singletonOrThrow().add(1));
                }))
                .add(LambdaBlock.singleton(array -> {
                    seen.add(array);
                    return array.square();
                }))
                .add(Activation.reluBlock()));
        seen.clear();
        run(network, List.of(), images(), false);
        assertEquals(seen.size(), 2);
        assertTrue(seen.stream().allMatch(BetweenBlocksTest::isThere));
    }

    /** In inference dropout gives back what it got. */
    @Test
    public void whatGoesThroughUnchangedStaysAsLongAsItIsRead() {
        Block first =
                initialized(new SequentialBlock().add(Dropout.builder().build()).add(Activation.reluBlock()));
        NDArray images = images();
        run(first, List.of(), images, false);
        assertTrue(isThere(images));
        Block last = initialized(
                new SequentialBlock().add(convolution()).add(Dropout.builder().build()));
        assertTrue(isThere(run(last, List.of(), images, false).singletonOrThrow()));
    }

    @Test
    public void djlsAndOursKeepNothing() {
        assertTrue(Blocks.keepsNothing(convolution()));
        assertTrue(Blocks.keepsNothing(Activation.reluBlock()));
        assertTrue(Blocks.keepsNothing(Pool.globalAvgPool2dBlock()));
        assertTrue(Blocks.keepsNothing(new SequentialBlock().add(convolution())));
        assertFalse(Blocks.keepsNothing(LambdaBlock.singleton(array -> array)));
        assertFalse(Blocks.keepsNothing(
                new SequentialBlock().add(convolution()).add(LambdaBlock.singleton(array -> array))));
    }

    /** What drops out does; of a user's block nothing is known. */
    @Test
    public void whatDrawsRandomNumbersIsKnown() {
        assertTrue(Blocks.drawsNothing(Tiny.selfTaught()));
        assertTrue(Blocks.drawsNothing(new Residual(convolution(), convolution())));
        for (Block drawing : List.of(
                Dropout.builder().build(),
                new SequentialBlock().add(convolution()).add(Dropout.builder().build()),
                new Residual(new SequentialBlock().add(Dropout.builder().build()), convolution()),
                LSTM.builder().setNumLayers(1).setStateSize(2).optDropRate(0.5f).build(),
                LambdaBlock.singleton(array -> array),
                new SequentialBlock().add(LambdaBlock.singleton(array -> array)))) {
            assertFalse(Blocks.drawsNothing(drawing), drawing.toString());
        }
    }
}
