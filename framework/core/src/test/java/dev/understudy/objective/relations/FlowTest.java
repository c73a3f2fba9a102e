package dev.understudy.objective.relations;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.understudy.StudentTap;
import dev.understudy.internal.arithmetic.Resampling;
import dev.understudy.internal.network.MemoryFormat;
import dev.understudy.objective.Discrepancy;
import dev.understudy.objective.Numbers;
import dev.understudy.objective.Slope;
import java.util.List;
import java.util.function.UnaryOperator;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** FSP's distances are those of the matrices themselves, however they are computed and whatever the order in memory. */
public final class FlowTest {

    private static final UnaryOperator<NDList> CHANNELS_LAST = MemoryFormat::best;
    private static final UnaryOperator<NDList> CHANNELS_FIRST = MemoryFormat::channelsFirst;

    @DataProvider
    public static Object[][] layers() {
        return new Object[][] {
            {"one size", shapes(3, 2, 2, 4, 2, 2)},
            {"whole windows", shapes(3, 4, 6, 4, 2, 2)},
            {"windows of the next layer", shapes(3, 2, 1, 4, 6, 4)},
            {"windows that overlap", shapes(3, 5, 4, 4, 2, 3)},
            {"some windows whole", shapes(3, 5, 4, 4, 3, 2)},
            {"few locations", shapes(10, 4, 2, 12, 2, 1)},
            {"few locations of windows that overlap", shapes(12, 3, 3, 14, 2, 1)},
            {"one location", shapes(5, 1, 1, 6, 1, 1)},
        };
    }

    private static List<Shape> shapes(long channels, long height, long width, long next, long lower, long narrower) {
        return List.of(new Shape(channels, height, width), new Shape(next, lower, narrower));
    }

    @Test(dataProvider = "layers")
    public void distancesAreThoseOfTheMatrices(String what, List<Shape> shapes) {
        for (int batch : new int[] {1, 3}) {
            Slope plain = slope(shapes, batch, CHANNELS_FIRST, FlowTest::plain);
            assertTrue(plain.steepest() > 0);
            for (UnaryOperator<NDList> order : List.of(CHANNELS_FIRST, CHANNELS_LAST)) {
                Slope slope =
                        slope(shapes, batch, order, (own, other) -> flow(own).distance(flow(other)));
                assertEquals(slope.value(), plain.value(), 1e-12 * plain.value());
                for (int i = 0; i < plain.size(); i++) {
                    assertEquals(slope.gradient(i), plain.gradient(i), 1e-12 * plain.steepest(), what + " at " + i);
                }
            }
        }
    }

    /** Both networks may have other sizes: here 6 locations and 2, and in the next pair 1 and 2. */
    @Test
    public void sizesOfStudentAndTeacherMayDiffer() {
        compare(shapes(3, 2, 3, 4, 2, 3), shapes(3, 2, 1, 4, 4, 1));
        compare(shapes(10, 2, 3, 12, 1, 1), shapes(10, 2, 1, 12, 4, 1));
    }

    private static void compare(List<Shape> own, List<Shape> other) {
        Numbers target = Numbers.normal(9, 2, LayerShapes.size(other));
        Numbers student = Numbers.normal(8, 2, LayerShapes.size(own));
        Discrepancy plain = (x, y) -> plain(maps(x, own), maps(y, other));
        Discrepancy ours = (x, y) -> flow(maps(x, own)).distance(flow(maps(y, other)));
        double wanted = Slope.valueOf(plain, student, target, DataType.FLOAT64);
        assertEquals(Slope.valueOf(ours, student, target, DataType.FLOAT64), wanted, 1e-12 * wanted);
    }

    private static Slope slope(List<Shape> shapes, long batch, UnaryOperator<NDList> order, Distance distance) {
        long size = LayerShapes.size(shapes);
        return Slope.of(
                (own, other) -> distance.of(order.apply(maps(own, shapes)), order.apply(maps(other, shapes))),
                Numbers.normal(8, batch, size),
                Numbers.normal(9, batch, size),
                DataType.FLOAT64,
                () -> {});
    }

    private interface Distance {
        NDArray of(NDList own, NDList other);
    }

    private static NDList maps(NDArray numbers, List<Shape> shapes) {
        return new NDList(
                LayerShapes.activations(shapes, numbers, StudentTap::new).values());
    }

    private static Flow flow(NDList maps) {
        return Flow.between(maps.get(0), maps.get(1));
    }

    private static NDArray plain(NDList own, NDList other) {
        return matrices(own).sub(matrices(other)).square().mean();
    }

    /** {@code F_1 F_2^T / HW}, as it is written. */
    private static NDArray matrices(NDList maps) {
        Shape one = maps.get(0).getShape();
        Shape two = maps.get(1).getShape();
        long height = Math.min(one.get(2), two.get(2));
        long width = Math.min(one.get(3), two.get(3));
        NDArray first = Resampling.byWindow(maps.get(0), height, width).reshape(one.get(0), one.get(1), -1);
        NDArray second = Resampling.byWindow(maps.get(1), height, width).reshape(two.get(0), two.get(1), -1);
        return first.matMul(second.transpose(0, 2, 1)).div(height * width);
    }
}
