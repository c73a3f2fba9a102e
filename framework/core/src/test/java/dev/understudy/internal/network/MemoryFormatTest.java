package dev.understudy.internal.network;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertSame;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
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

    @Test
    public void leavesWhatIsNoImageAlone() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray rows = manager.zeros(new Shape(2, 5));
            assertSame(MemoryFormat.best(rows), rows);
        }
    }
}
