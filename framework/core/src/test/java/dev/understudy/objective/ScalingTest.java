package dev.understudy.objective;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertSame;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.testng.annotations.Test;

public final class ScalingTest {

    @Test
    public void calculates() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray array = manager.create(new float[] {-1, 2});
            assertEquals(Scaling.times(array, 2.5).toFloatArray(), new float[] {-2.5f, 5});
            assertEquals(Scaling.plus(array, 2.5).toFloatArray(), new float[] {1.5f, 4.5f});
            assertEquals(Scaling.atLeast(array, 0.5).toFloatArray(), new float[] {0.5f, 2});
        }
    }

    @Test
    public void keepsShapeAndTypeOfASingleNumber() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray scalar = manager.create(3f);
            for (NDArray result :
                    new NDArray[] {Scaling.times(scalar, 2), Scaling.plus(scalar, 2), Scaling.atLeast(scalar, 2)}) {
                assertEquals(result.getShape(), new Shape());
                assertEquals(result.getDataType(), DataType.FLOAT32);
            }
        }
    }

    @Test
    public void timesOneIsTheArrayItself() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray array = manager.ones(new Shape(2));
            assertSame(Scaling.times(array, 1), array);
        }
    }
}
