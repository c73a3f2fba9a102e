package dev.understudy.internal.network;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertSame;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.training.GradientCollector;
import java.util.Arrays;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public final class MemoryFormatTest {

    @DataProvider
    public static Object[][] shapes() {
        return new Object[][] {{new Shape(2, 3, 4, 5)}, {new Shape(2, 1, 4, 5)}, {new Shape(1, 3, 1, 1)}};
    }

    @Test(dataProvider = "shapes")
    public void keepsShapesAndValues(Shape shape) {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray images = manager.arange((float) shape.size()).reshape(shape);
            NDArray arranged = MemoryFormat.best(images);
            assertEquals(arranged.getShape(), shape);
            assertEquals(arranged.toFloatArray(), images.toFloatArray());
        }
    }

    /** A view of what is in order already: a change of the one is seen in the other. */
    @Test
    public void copiesNothingThatIsInOrder() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray channelsLast = manager.zeros(new Shape(2, 4, 5, 3)).transpose(0, 3, 1, 2);
            NDArray arranged = MemoryFormat.best(channelsLast);
            channelsLast.addi(1);
            assertEquals(arranged.sum().getFloat(), 2f * 3 * 4 * 5);
        }
    }

    /** 3 x 3 from 3 channels to 4, two images: where PyTorch goes wrong in the other order. */
    @Test
    public void theGradientOfAConvolutionIsThatOfEachImageAlone() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray images = manager.arange(2f * 3 * 25).sin().reshape(2, 3, 5, 5);
            NDArray weights = manager.arange(4f * 27).cos().reshape(4, 3, 3, 3);
            float[] both = gradient(images, weights);
            float[] first = gradient(images.get(new NDIndex("0:1")), weights);
            float[] second = gradient(images.get(new NDIndex("1:2")), weights);
            assertEquals(Arrays.copyOf(both, 75), first, 1e-4f);
            assertEquals(Arrays.copyOfRange(both, 75, 150), second, 1e-4f);
        }
    }

    private static float[] gradient(NDArray images, NDArray weights) {
        NDArray copy = images.duplicate();
        copy.setRequiresGradient(true);
        Shape one = new Shape(1, 1);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray maps = Conv2d.conv2d(MemoryFormat.best(copy), weights, null, one, one, one, 1)
                    .head();
            collector.backward(maps.square().sum());
        }
        return copy.getGradient().toFloatArray();
    }

    @Test
    public void leavesWhatIsNoImageAlone() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray rows = manager.zeros(new Shape(2, 5));
            assertSame(MemoryFormat.best(rows), rows);
        }
    }
}
