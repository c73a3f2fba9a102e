package dev.understudy.objective;

import static org.testng.Assert.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** The closed form against the matrices themselves, both in float64. */
public final class GramTest {

    private static final int BATCH = 3;

    @DataProvider
    public static Object[][] sizes() {
        // D, K, L: the closed form is taken where D is at least K and L.
        return new Object[][] {{7, 3, 3}, {4, 4, 4}, {3, 7, 7}, {5, 2, 9}, {5, 9, 2}, {2, 1, 1}, {64, 4, 9}};
    }

    @Test(dataProvider = "sizes")
    public void theClosedFormIsTheMeanSquaredDifferenceOfTheMatrices(int size, int own, int other) {
        assertEquals(distance(Norm.SQUARED, size, own, other), mean(Norm.SQUARED, size, own, other), 1e-10);
    }

    @Test(dataProvider = "sizes")
    public void itsRootIsTheEuclideanNormOfTheMatrices(int size, int own, int other) {
        assertEquals(distance(Norm.EUCLIDEAN, size, own, other), mean(Norm.EUCLIDEAN, size, own, other), 1e-10);
    }

    @Test(dataProvider = "sizes")
    public void theAbsoluteNormIsTheMeanAbsoluteDifferenceOfTheMatrices(int size, int own, int other) {
        assertEquals(distance(Norm.ABSOLUTE, size, own, other), mean(Norm.ABSOLUTE, size, own, other), 1e-10);
    }

    private static Numbers activation(int seed, int size, int length) {
        return Numbers.normal(seed, BATCH, size, length).map(a -> a + 0.3);
    }

    private static double distance(Norm norm, int size, int own, int other) {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray student = activation(1, size, own).on(manager, DataType.FLOAT64);
            NDArray teacher = activation(2, size, other).on(manager, DataType.FLOAT64);
            NDArray distance = Gram.distance(student, teacher, norm);
            assertEquals(distance.getShape(), new Shape());
            return distance.getDouble();
        }
    }

    private static double mean(Norm norm, int size, int own, int other) {
        Numbers student = activation(1, size, own);
        Numbers teacher = activation(2, size, other);
        double sum = 0;
        for (int i = 0; i < BATCH; i++) {
            double[] a = matrix(student, i, size, own);
            double[] b = matrix(teacher, i, size, other);
            double squares = 0;
            double absolutes = 0;
            for (int j = 0; j < a.length; j++) {
                squares += (a[j] - b[j]) * (a[j] - b[j]) / a.length;
                absolutes += Math.abs(a[j] - b[j]) / a.length;
            }
            sum += switch (norm) {
                case SQUARED -> squares;
                case ABSOLUTE -> absolutes;
                case EUCLIDEAN -> Math.sqrt(squares);
            };
        }
        return sum / BATCH;
    }

    /** X X^T of one instance, less its mean, over its standard deviation. */
    private static double[] matrix(Numbers x, int instance, int size, int length) {
        double[] matrix = new double[size * size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                for (int k = 0; k < length; k++) {
                    matrix[i * size + j] +=
                            x.get((instance * size + i) * length + k) * x.get((instance * size + j) * length + k);
                }
            }
        }
        double mean = Arrays.stream(matrix).average().orElseThrow();
        double variance = Arrays.stream(matrix)
                .map(element -> (element - mean) * (element - mean))
                .average()
                .orElseThrow();
        return Arrays.stream(matrix)
                .map(element -> (element - mean) / Math.sqrt(variance))
                .toArray();
    }
}
