package dev.understudy.internal.arithmetic;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertSame;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.understudy.objective.Discrepancy;
import dev.understudy.objective.Numbers;
import dev.understudy.objective.Slope;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public final class ResamplingTest {

    @Test
    public void fourByFourBecomesTheMeansOfItsQuarters() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray maps = manager.create(
                    new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}, new Shape(1, 1, 4, 4));
            NDArray half = Resampling.byArea(maps, 2, 2);
            assertEquals(half.getShape(), new Shape(1, 1, 2, 2));
            // (1 + 2 + 5 + 6) / 4, (3 + 4 + 7 + 8) / 4, (9 + 10 + 13 + 14) / 4, (11 + 12 + 15 + 16) / 4
            assertEquals(half.toFloatArray(), new float[] {3.5f, 5.5f, 11.5f, 13.5f}, 1e-6f);
        }
    }

    @Test
    public void aLocationThatLiesAcrossTwoIsShared() {
        try (NDManager manager = NDManager.newBaseManager()) {
            // Three become two, one and a half each: (1 + 4 / 2) / 1.5 and (4 / 2 + 10) / 1.5.
            NDArray row = manager.create(new float[] {1, 4, 10}, new Shape(1, 1, 1, 3));
            assertEquals(Resampling.byArea(row, 1, 2).toFloatArray(), new float[] {2, 8}, 1e-6f);
            NDArray column = row.reshape(1, 1, 3, 1);
            assertEquals(Resampling.byArea(column, 2, 1).toFloatArray(), new float[] {2, 8}, 1e-6f);
        }
    }

    @Test
    public void itsGradientGoesTheSameWayBack() {
        // The two outputs, weighted by 3 and 30: 3 (x0 + x1 / 2) / 1.5 + 30 (x1 / 2 + x2) / 1.5.
        Discrepancy weighted =
                (maps, weights) -> Resampling.byArea(maps, 1, 2).mul(weights).sum();
        Slope slope = Slope.of(
                weighted, Numbers.of(new Shape(1, 1, 1, 3), 1, 4, 10), Numbers.of(new Shape(1, 1, 1, 2), 3, 30));
        assertEquals(slope.gradient(0), 2, 1e-5);
        assertEquals(slope.gradient(1), 11, 1e-5);
        assertEquals(slope.gradient(2), 20, 1e-5);
    }

    @Test
    public void windowsAreOfWholeLocationsAndOverlap() {
        try (NDManager manager = NDManager.newBaseManager()) {
            // Seven become four: locations 0 and 1, 1 to 3, 3 to 5, 5 and 6.
            NDArray row = manager.create(new float[] {1, 3, 5, 10, 2, 6, 4}, new Shape(1, 1, 1, 7));
            assertEquals(Resampling.byWindow(row, 1, 4).toFloatArray(), new float[] {2, 6, 6, 5}, 1e-6f);
        }
    }

    @Test
    public void theNearestLocationIsTheOneInWhichAnOutputBegins() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray row = manager.create(new float[] {1, 2, 3}, new Shape(1, 1, 1, 3));
            // Outputs begin at 0, 0.6, 1.2, 1.8 and 2.4 of three; at 0 and 1.5 of them.
            assertEquals(Resampling.nearest(row, 2, 5).toFloatArray(), new float[] {1, 1, 2, 2, 3, 1, 1, 2, 2, 3}, 0f);
            assertEquals(Resampling.nearest(row, 1, 2).toFloatArray(), new float[] {1, 2}, 0f);
        }
    }

    @DataProvider
    public static Object[][] sizes() {
        return new Object[][] {{7, 5, 3, 2}, {5, 8, 4, 8}, {8, 8, 1, 1}, {6, 7, 6, 3}, {3, 3, 2, 2}};
    }

    @Test(dataProvider = "sizes")
    public void weightsSumToOneAndMeansAreKept(int height, int width, int lower, int narrower) {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray ones = manager.ones(new Shape(2, 3, height, width));
            NDArray resampled = Resampling.byArea(ones, lower, narrower);
            assertEquals(resampled.getShape(), new Shape(2, 3, lower, narrower));
            assertEquals(
                    resampled
                            .sub(manager.ones(resampled.getShape()))
                            .abs()
                            .max()
                            .getFloat(),
                    0f,
                    1e-6f);
            NDArray ramp = manager.arange(height * width)
                    .toType(ones.getDataType(), false)
                    .reshape(1, 1, height, width);
            float mean = (height * width - 1) / 2f;
            assertEquals(Resampling.byArea(ramp, lower, narrower).mean().getFloat(), mean, 1e-5f * mean);
        }
    }

    @Test
    public void theRightSizeIsLeftAlone() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray maps = manager.ones(new Shape(2, 3, 4, 5));
            assertSame(Resampling.byArea(maps, 4, 5), maps);
        }
    }
}
