package dev.understudy.batch;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.understudy.InputException;
import java.util.Arrays;
import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public final class StepRandomTest {

    private static final int MANY = 200_000;

    @Test
    public void theSameSeedDrawsTheSame() {
        StepRandom one = StepRandom.of(3);
        StepRandom other = StepRandom.of(3);
        for (int i = 0; i < 5; i++) {
            assertEquals(one.nextDouble(), other.nextDouble());
            assertEquals(one.nextInt(10), other.nextInt(10));
            assertEquals(one.nextBeta(0.3, 0.3), other.nextBeta(0.3, 0.3));
        }
        assertNotEquals(StepRandom.of(4).nextDouble(), StepRandom.of(3).nextDouble());
    }

    private static void assertMoments(DoubleSupplier draw, double mean, double variance) {
        double[] drawn = DoubleStream.generate(draw).limit(MANY).toArray();
        double found = Arrays.stream(drawn).average().orElseThrow();
        double spread = Arrays.stream(drawn)
                .map(x -> (x - found) * (x - found))
                .average()
                .orElseThrow();
        assertEquals(found, mean, 5 * Math.sqrt(variance / MANY));
        assertEquals(spread, variance, 0.02 * variance);
    }

    @Test
    public void uniformAndNormalNumbersHaveTheirMoments() {
        assertMoments(StepRandom.of(1)::nextDouble, 0.5, 1.0 / 12);
        assertMoments(StepRandom.of(2)::nextNormal, 0, 1);
        StepRandom dice = StepRandom.of(3);
        assertMoments(() -> dice.nextInt(6), 2.5, 35.0 / 12);
    }

    @DataProvider
    public static Object[][] betas() {
        return new Object[][] {{0.2, 0.2}, {1.0, 1.0}, {0.5, 2.0}, {4.0, 3.0}};
    }

    @Test(dataProvider = "betas")
    public void betaNumbersHaveTheirMoments(double a, double b) {
        // mean a / (a + b), variance a b / ((a + b)^2 (a + b + 1))
        StepRandom random = StepRandom.of(7);
        double sum = a + b;
        assertMoments(() -> random.nextBeta(a, b), a / sum, a * b / (sum * sum * (sum + 1)));
    }

    @Test
    public void tinyParametersOfBetaGiveNumbers() {
        StepRandom random = StepRandom.of(9);
        for (int i = 0; i < 1000; i++) {
            double drawn = random.nextBeta(1e-3, 1e-3);
            assertTrue(drawn >= 0 && drawn <= 1, drawn + "");
        }
        expectThrows(InputException.class, () -> random.nextBeta(0, 1));
        expectThrows(InputException.class, () -> random.nextInt(0));
    }

    @Test
    public void aPermutationHasEachNumberOnceAndAllPlacesAlike() {
        int[] firsts = new int[4];
        StepRandom random = StepRandom.of(11);
        for (int i = 0; i < 40_000; i++) {
            int[] order = random.permutation(4);
            firsts[order[0]]++;
            Arrays.sort(order);
            assertEquals(order, IntStream.range(0, 4).toArray());
        }
        for (int first : firsts) {
            assertEquals(first, 10_000, 500);
        }
        assertEquals(random.permutation(0).length, 0);
    }

    @Test
    public void arraysHoldWhatIsDrawn() {
        try (NDManager manager = NDManager.newBaseManager()) {
            StepRandom one = StepRandom.of(5);
            StepRandom other = StepRandom.of(5);
            float[] normal = one.normal(manager, new Shape(2, 3)).toFloatArray();
            for (float number : normal) {
                assertEquals(number, (float) other.nextNormal());
            }
            for (long number : one.integers(manager, 9, new Shape(4)).toLongArray()) {
                assertEquals(number, other.nextInt(9));
            }
            for (float number : one.uniform(manager, new Shape(1000)).toFloatArray()) {
                assertTrue(number >= 0 && number < 1);
            }
        }
    }
}
