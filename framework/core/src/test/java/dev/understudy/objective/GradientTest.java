package dev.understudy.objective;

import static org.testng.Assert.assertEquals;

import ai.djl.ndarray.types.DataType;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.Random;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public final class GradientTest {

    private static final int COORDINATES = 8;
    private static final int REPEATS = 20;

    /** In float64 the error of a central difference is about {@code STEP^2}, and rounding's is 1e-16 / STEP. */
    private static final double STEP = 1e-5;

    @DataProvider
    public static Iterator<Sample> samples() {
        return Sample.all().iterator();
    }

    @Test(dataProvider = "samples")
    public void agreesWithCentralDifferences(Sample sample) {
        Slope slope = Slope.of(sample.comparison(), sample.student(), sample.target(), DataType.FLOAT64, () -> {});
        Random random = new Random(7);
        for (int i = 0; i < COORDINATES; i++) {
            int index = random.nextInt(sample.student().size());
            double difference = (at(sample, index, STEP) - at(sample, index, -STEP)) / (2 * STEP);
            assertEquals(slope.gradient(index), difference, 1e-6 * slope.steepest(), "coordinate " + index);
        }
    }

    @Test(dataProvider = "samples")
    public void survivesAGarbageCollectionBeforeTheBackwardPass(Sample sample) {
        assertSurvivesCollections(sample.comparison(), sample.student(), sample.target());
    }

    @DataProvider
    public static Object[][] scalings() {
        return new Object[][] {
            {
                "times",
                (Discrepancy) (student, target) ->
                        Scaling.times(student.mul(target), 3).sum()
            },
            {
                "plus",
                (Discrepancy) (student, target) ->
                        Scaling.plus(student, 3).mul(target).sum()
            },
            {
                "atLeast",
                (Discrepancy) (student, target) ->
                        Scaling.atLeast(student.mul(target), 0.1).sum()
            },
        };
    }

    @Test(dataProvider = "scalings")
    public void scalingSurvivesAGarbageCollectionBeforeTheBackwardPass(String name, Discrepancy scaling) {
        assertSurvivesCollections(scaling, Numbers.normal(1, 4, 4), Numbers.normal(2, 4, 4));
    }

    private static void assertSurvivesCollections(Discrepancy comparison, Numbers student, Numbers target) {
        Slope undisturbed = Slope.of(comparison, student, target);
        for (int i = 0; i < REPEATS; i++) {
            Slope.of(comparison, student, target, DataType.FLOAT32, GradientTest::reuseFreedMemory)
                    .assertSameBits(undisturbed);
        }
    }

    private static double at(Sample sample, int index, double step) {
        return Slope.valueOf(
                sample.comparison(), sample.student().plus(index, step), sample.target(), DataType.FLOAT64);
    }

    /** Frees what nobody holds, off the heap too, and writes into memory of the size of a single number. */
    private static void reuseFreedMemory() {
        System.gc();
        for (int i = 0; i < 2_000; i++) {
            ByteBuffer.allocateDirect(Float.BYTES).putFloat(0, 1e30f);
        }
    }
}
