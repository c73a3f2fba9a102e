package dev.understudy.internal.network;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import dev.understudy.block.Layers;
import java.util.List;
import org.testng.annotations.AfterClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Convolutions of single pixels with a stride, against a matrix product; batch norms, against the formula. */
public final class BlockRunTest {

    private final NDManager manager = NDManager.newBaseManager();

    @AfterClass
    public void close() {
        manager.close();
    }

    /** Channels, filters, side and stride; the first three are among those that PyTorch 2.7.1 computes wrong. */
    @DataProvider
    public static Object[][] convolutions() {
        return new Object[][] {
            {256, 512, 8, 2, false},
            {128, 512, 32, 2, true},
            {64, 2048, 32, 2, false},
            {8, 12, 7, 3, true},
            {3, 5, 6, 1, true}
        };
    }

    @Test(dataProvider = "convolutions")
    public void answersAndGradientsAreThoseOfAMatrixProduct(
            int channels, int filters, int side, int stride, boolean bias) {
        Block convolution = Conv2d.builder()
                .setKernelShape(new Shape(1, 1))
                .optStride(new Shape(stride, stride))
                .optBias(bias)
                .setFilters(filters)
                .build();
        Block network = new Layers().add("conv", convolution);
        network.initialize(manager, DataType.FLOAT32, new Shape(1, channels, side, side));
        if (bias) {
            NDArray shifts = convolution.getParameters().get("bias").getArray();
            shifts.set(manager.randomNormal(shifts.getShape()).toFloatArray());
        }
        NDArray pixels = manager.randomNormal(new Shape(2, side, side, channels));
        pixels.setRequiresGradient(true);
        ForwardPlan plan = ForwardPlan.through(network, List.of(), true);
        NDArray slopes = null;
        NDArray found;
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            found = plan.run(new ParameterStore(manager, false), new NDList(pixels.transpose(0, 3, 1, 2)), true)
                    .singletonOrThrow();
            slopes = manager.randomNormal(found.getShape());
            collector.backward(found.mul(slopes).sum());
        }
        NDArray weight = convolution.getParameters().get("weight").getArray().reshape(filters, channels);
        NDIndex every = new NDIndex(":, ::" + stride + ", ::" + stride);
        NDArray rows = pixels.get(every).reshape(-1, channels);
        NDArray wanted = rows.matMul(weight.transpose());
        if (bias) {
            wanted = wanted.add(convolution.getParameters().get("bias").getArray());
        }
        assertClose(byPixel(found, filters), wanted);
        NDArray gradient = byPixel(slopes, filters);
        assertClose(
                convolution
                        .getParameters()
                        .get("weight")
                        .getArray()
                        .getGradient()
                        .reshape(filters, channels),
                gradient.transpose().matMul(rows));
        assertClose(pixels.getGradient().get(every).reshape(-1, channels), gradient.matMul(weight));
        assertEquals(
                pixels.getGradient().abs().sum().getFloat(),
                pixels.getGradient().get(every).abs().sum().getFloat(),
                1e-3f * pixels.getGradient().abs().sum().getFloat());
    }

    /** As DJL's own ResNets have their shortcuts; in inference. */
    @Test
    public void withinABlockThatRunsAsOneTheyAreRightToo() {
        Block convolution = Conv2d.builder()
                .setKernelShape(new Shape(1, 1))
                .optStride(new Shape(2, 2))
                .optBias(false)
                .setFilters(512)
                .build();
        Block network = new ParallelBlock(list -> list.get(0)).add(convolution);
        network.initialize(manager, DataType.FLOAT32, new Shape(1, 256, 8, 8));
        NDArray pixels = manager.randomNormal(new Shape(3, 8, 8, 256));
        NDArray weight = convolution.getParameters().get("weight").getArray().reshape(512, 256);
        try (Inference inference = Inference.of(network, List.of(), true, manager)) {
            NDArray found =
                    inference.forward(new NDList(pixels.transpose(0, 3, 1, 2))).singletonOrThrow();
            NDArray rows = pixels.get(new NDIndex(":, ::2, ::2")).reshape(-1, 256);
            assertClose(byPixel(found, 512), rows.matMul(weight.transpose()));
        }
    }

    /** Those of 10 and 19 are shown channel after channel. */
    @Test(dataProvider = "norms")
    public void aBatchNormIsTheFormulaWhateverTheOrder(int channels) {
        Block norm = BatchNorm.builder().build();
        Block network = new Layers().add("norm", norm);
        Shape shape = new Shape(4, 5, 5, channels);
        network.initialize(manager, DataType.FLOAT32, new Shape(4, channels, 5, 5));
        NDArray pixels = manager.randomNormal(shape).mul(3).add(2);
        pixels.setRequiresGradient(true);
        ForwardPlan plan = ForwardPlan.through(network, List.of(), true);
        NDArray slopes = manager.randomNormal(shape);
        NDArray found;
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            found = plan.run(new ParameterStore(manager, false), new NDList(pixels.transpose(0, 3, 1, 2)), true)
                    .singletonOrThrow()
                    .transpose(0, 2, 3, 1);
            collector.backward(found.mul(slopes).sum());
        }
        int[] rows = {0};
        NDArray values = pixels.reshape(-1, channels);
        NDArray mean = values.mean(rows);
        NDArray deviation = values.sub(mean).square().mean(rows).add(1e-5).sqrt();
        NDArray wanted = values.sub(mean).div(deviation);
        assertClose(found.reshape(-1, channels), wanted);
        NDArray each = slopes.reshape(-1, channels);
        NDArray along = wanted.mul(each).mean(rows).mul(wanted);
        assertClose(
                pixels.getGradient().reshape(-1, channels),
                each.sub(each.mean(rows)).sub(along).div(deviation));
        assertClose(norm.getDirectParameters().get("runningMean").getArray(), mean.mul(0.1));
    }

    @DataProvider
    public static Object[][] norms() {
        return new Object[][] {{10}, {16}, {19}, {77}};
    }

    private static NDArray byPixel(NDArray images, int channels) {
        return images.transpose(0, 2, 3, 1).reshape(-1, channels);
    }

    private static void assertClose(NDArray found, NDArray wanted) {
        assertEquals(found.getShape(), wanted.getShape());
        float largest = wanted.abs().max().getFloat();
        float apart = found.sub(wanted).abs().max().getFloat();
        assertTrue(apart <= 1e-5f * (1 + largest), apart + " apart where numbers go up to " + largest);
    }
}
