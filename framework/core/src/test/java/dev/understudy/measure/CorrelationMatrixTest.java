package dev.understudy.measure;

import static org.testng.Assert.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.understudy.StudentTap;
import dev.understudy.TeacherTap;
import dev.understudy.objective.Correlation;
import dev.understudy.result.Matrices;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.BiFunction;
import org.testng.annotations.Test;

public final class CorrelationMatrixTest {

    private static final StudentTap STUDENT = new StudentTap("own");
    private static final TeacherTap TEACHER = new TeacherTap("other");

    /**
     * F = [[1, 0], [2, 1]]: F F^T = [[1, 2], [2, 5]], mean 2.5, variance (2.25 + 0.25 + 0.25 + 6.25) / 4 = 1.5^2, so -1,
     * -1/3, -1/3, 5/3; F^T F = [[5, 2], [2, 1]]. A standard deviation is 127 / 4 = 31.75 levels: -31.75, -10.58 and 52.92.
     */
    @Test
    public void handWorked() {
        float[] activation = {1, 0, 2, 1};
        CorrelationMatrix channels = CorrelationMatrix.betweenChannels(activation, 2);
        assertEquals(channels.get(0, 0), -1, 1e-12);
        assertEquals(channels.get(0, 1), -1 / 3.0, 1e-12);
        assertEquals(channels.get(1, 0), -1 / 3.0, 1e-12);
        assertEquals(channels.get(1, 1), 5 / 3.0, 1e-12);
        assertEquals(bytes(channels.shown()), new byte[] {-32, -11, -11, 53});
        CorrelationMatrix locations = CorrelationMatrix.betweenLocations(activation, 2);
        assertEquals(bytes(locations.shown()), new byte[] {53, -11, -11, -32});
    }

    /** One of a hundred elements is 1: (1 - 0.01) / sqrt(0.01 x 0.99) = 9.95 standard deviations, the others -0.1005. */
    @Test
    public void whatLiesFurtherOutThanTheRangeIsAtItsEnd() {
        float[] activation = new float[10];
        activation[9] = 1;
        byte[] bytes = bytes(CorrelationMatrix.betweenChannels(activation, 10).shown());
        assertEquals(bytes[99], 127);
        assertEquals(bytes[0], -3);
        assertEquals(bytes[98], -3);
    }

    @Test
    public void withoutVarianceAllIsZero() {
        for (float constant : new float[] {0, 1, 1234.567f}) {
            float[] activation = new float[12];
            Arrays.fill(activation, constant);
            assertEquals(bytes(CorrelationMatrix.betweenChannels(activation, 3).shown()), new byte[9]);
            assertEquals(bytes(CorrelationMatrix.betweenLocations(activation, 3).shown()), new byte[16]);
        }
    }

    /** 130 channels of one location with activation i: element (i, j) is i x j; row 63 that is kept is row 127. */
    @Test
    public void keepsSixtyFourEvenlySpacedRowsAndColumns() {
        int side = 130;
        float[] activation = new float[side];
        double[] elements = new double[side * side];
        for (int i = 0; i < side; i++) {
            activation[i] = i;
            for (int j = 0; j < side; j++) {
                elements[i * side + j] = i * j;
            }
        }
        double mean = Arrays.stream(elements).average().orElseThrow();
        double standardDeviation = Math.sqrt(Arrays.stream(elements)
                .map(element -> (element - mean) * (element - mean))
                .average()
                .orElseThrow());
        Matrices.Values shown =
                CorrelationMatrix.betweenChannels(activation, side).shown();
        byte[] bytes = bytes(shown);
        assertEquals(shown.side(), 64);
        assertEquals(shown.of(), side);
        assertEquals(bytes.length, 64 * 64);
        assertEquals(bytes[64 * 64 - 1], Math.round((127 * 127 - mean) / standardDeviation * 127 / 4));
        for (int i = 0; i < bytes.length; i++) {
            int row = i / 64 * side / 64;
            int column = i % 64 * side / 64;
            assertEquals(
                    bytes[i] * 4 / 127.0, (elements[row * side + column] - mean) / standardDeviation, 2 / 127.0 + 1e-9);
        }
    }

    @Test
    public void keepsAllOfSixtyFour() {
        float[] activation = new float[64];
        activation[5] = 1;
        Matrices.Values shown =
                CorrelationMatrix.betweenChannels(activation, 64).shown();
        assertEquals(shown.side(), 64);
        assertEquals(shown.of(), 64);
        assertEquals(bytes(shown)[5 * 64 + 5], 127);
    }

    /** The mean over the images of the mean squared difference of the matrices is the loss. */
    @Test
    public void itsDifferencesAreWhatCorrelationBasedLearningMinimises() {
        try (NDManager manager = NDManager.newBaseManager()) {
            manager.getEngine().setRandomSeed(3);
            NDArray own = manager.randomNormal(new Shape(3, 6, 4, 5));
            NDArray other = manager.randomNormal(new Shape(3, 6, 4, 5)).add(0.3f);
            assertEquals(
                    difference(own, other, CorrelationMatrix::betweenChannels),
                    Correlation.channel(STUDENT, TEACHER).distance(own, other).getFloat(),
                    1e-4);
            assertEquals(
                    difference(own, other, CorrelationMatrix::betweenLocations),
                    Correlation.spatial(STUDENT, TEACHER).distance(own, other).getFloat(),
                    1e-4);
        }
    }

    private static double difference(
            NDArray own, NDArray other, BiFunction<float[], Integer, CorrelationMatrix> correlation) {
        double sum = 0;
        for (int image = 0; image < 3; image++) {
            CorrelationMatrix a = correlation.apply(own.get(image).toFloatArray(), 6);
            CorrelationMatrix b = correlation.apply(other.get(image).toFloatArray(), 6);
            for (int i = 0; i < a.side(); i++) {
                for (int j = 0; j < a.side(); j++) {
                    double off = a.get(i, j) - b.get(i, j);
                    sum += off * off / a.side() / a.side() / 3;
                }
            }
        }
        return sum;
    }

    private static byte[] bytes(Matrices.Values values) {
        return Base64.getDecoder().decode(values.bytes());
    }
}
