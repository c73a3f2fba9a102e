package dev.understudy.objective;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.expectThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.understudy.InputException;
import dev.understudy.block.Layers;
import org.testng.annotations.Test;

public final class SimKdTest {

    private static final SimKd SIM_KD = new SimKd(Sample.STUDENT, Sample.TEACHER);

    /** By PyTorch 2.13 in float64: torch.nn.functional.adaptive_avg_pool2d and mse_loss. */
    @Test
    public void theNumbersAreThoseOfPyTorch() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray large = Sines.of(manager, 1.3, 0.2, 2, 3, 4, 4);
            NDArray target = Sines.of(manager, 0.7, 1.0, 2, 3, 2, 2);
            assertEquals(SIM_KD.distance(large, target).getFloat(), 0.7379228968007862, 1e-5);
            float[] gradient = Sines.gradient(large, own -> SIM_KD.distance(own, target));
            double[] wanted = {-0.013216845, -0.013216845, -0.017375706, -0.017375706};
            for (int i = 0; i < wanted.length; i++) {
                assertEquals(gradient[i], wanted[i], 1e-5);
            }
            assertEquals(gradient, Sines.differences(large, own -> SIM_KD.distance(own, target)), 2e-3f);
            NDArray small = Sines.of(manager, 1.3, 0.2, 2, 3, 2, 2);
            NDArray larger = Sines.of(manager, 0.7, 1.0, 2, 3, 4, 4);
            assertEquals(SIM_KD.distance(small, larger).getFloat(), 0.5262739231937242, 1e-5);
        }
    }

    @Test
    public void aValueWorkedOutByHand() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray student = manager.create(new float[] {1, 3, 5, 7}, new Shape(1, 1, 2, 2));
            NDArray teacher = manager.create(new float[] {6}, new Shape(1, 1, 1, 1));
            // The mean 4 against 6: 4.
            assertEquals(SIM_KD.distance(student, teacher).getFloat(), 4f, 1e-6f);
            assertEquals(SIM_KD.distance(student, student).getFloat(), 0f);
        }
    }

    @Test
    public void theProjectorIsTheAuthors() {
        Layers projector = SimKd.projector(8, 2);
        try (NDManager manager = NDManager.newBaseManager()) {
            projector.initialize(manager, DataType.FLOAT32, new Shape(1, 3, 4, 4));
            // 3 x 4 + 4 x 4 x 9 + 4 x 8 weights, and four numbers for each of 4 + 4 + 8 normalised channels.
            long numbers = projector.getParameters().values().stream()
                    .mapToLong(parameter -> parameter.getShape().size())
                    .sum();
            assertEquals(numbers, 12 + 144 + 32 + 4 * 16);
            assertEquals(projector.getOutputShapes(new Shape[] {new Shape(1, 3, 4, 4)})[0], new Shape(1, 8, 4, 4));
        }
        assertEquals(
                expectThrows(InputException.class, () -> SimKd.projector(8, 0)).getMessage(),
                "A projector to 8 channels needs a factor from 1 to 8, got 0");
    }

    @Test
    public void otherChannelsAreRefused() {
        try (NDManager manager = NDManager.newBaseManager()) {
            InputException refusal = expectThrows(
                    InputException.class,
                    () -> SIM_KD.distance(manager.ones(new Shape(1, 2, 4, 4)), manager.ones(new Shape(1, 3, 4, 4))));
            assertEquals(
                    refusal.getMessage(),
                    "SimKD compares features [batch, channels, height, width] of as many channels, got (1, 2, 4, 4) and"
                            + " (1, 3, 4, 4); SimKd.projector makes the teacher's channels");
        }
    }
}
