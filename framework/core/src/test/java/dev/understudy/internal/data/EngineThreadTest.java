package dev.understudy.internal.data;

import static org.testng.Assert.assertEquals;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.training.GradientCollector;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.testng.annotations.Test;

/** The tests run on one thread of the engine; a thread that is not ready takes all cores for this gradient. */
public final class EngineThreadTest {

    private static final int BATCH = 4;
    private static final int CHANNELS = 16;
    private static final int SIDE = 4;

    @Test
    public void aNewThreadSumsUpAGradientInTheSameOrder() {
        float[] here = EngineLocks.take(EngineThreadTest::gradient);
        for (int i = 0; i < 3; i++) {
            assertEquals(onANewThread(() -> EngineLocks.take(EngineThreadTest::gradient)), here);
        }
    }

    @Test
    public void aThreadThatRanSomethingSmallIsMadeReadyToo() {
        float[] here = EngineLocks.take(EngineThreadTest::gradient);
        float[] there = onANewThread(() -> {
            gradient();
            return EngineLocks.take(EngineThreadTest::gradient);
        });
        assertEquals(there, here);
    }

    private static float[] onANewThread(Supplier<float[]> work) {
        return CompletableFuture.supplyAsync(work, task -> new Thread(task).start())
                .join();
    }

    /** Of the kernel of a convolution that nothing precedes which could be divided. */
    private static float[] gradient() {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            NDArray images = random(manager, new Shape(BATCH, CHANNELS, SIDE, SIDE));
            NDArray kernel = random(manager, new Shape(CHANNELS, CHANNELS, 3, 3));
            kernel.setRequiresGradient(true);
            Shape one = new Shape(1, 1);
            try (GradientCollector collector = manager.getEngine().newGradientCollector()) {
                NDArray maps =
                        Conv2d.conv2d(images, kernel, null, one, one, one).singletonOrThrow();
                collector.backward(maps.square().sum());
            }
            return kernel.getGradient().toFloatArray();
        }
    }

    private static NDArray random(NDManager manager, Shape shape) {
        Random random = new Random(1);
        float[] numbers = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return manager.create(numbers, shape);
    }
}
