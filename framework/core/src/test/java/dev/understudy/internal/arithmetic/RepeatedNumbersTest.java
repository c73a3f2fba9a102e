package dev.understudy.internal.arithmetic;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotSame;
import static org.testng.Assert.assertSame;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.understudy.objective.Scaling;
import org.testng.annotations.Test;

public final class RepeatedNumbersTest {

    @Test
    public void theThirdTimeItIsThatOfTheSecond() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray like = manager.ones(new Shape(2));
            NDArray first = RepeatedNumbers.of(like, 0.371);
            NDArray second = RepeatedNumbers.of(like, 0.371);
            assertNotSame(second, first);
            assertSame(RepeatedNumbers.of(like, 0.371), second);
            assertEquals(second.getFloat(), 0.371f);
        }
    }

    @Test
    public void itOutlivesTheOnesThatAskedForIt() {
        NDArray kept;
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray like = manager.ones(new Shape(2));
            RepeatedNumbers.of(like, 0.372);
            kept = RepeatedNumbers.of(like, 0.372);
        }
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray like = manager.ones(new Shape(2));
            assertSame(RepeatedNumbers.of(like, 0.372), kept);
            assertEquals(like.mul(kept).toFloatArray(), new float[] {0.372f, 0.372f});
        }
    }

    /** What is computed with a shared number belongs to the array that it is computed with, so a step frees it. */
    @Test
    public void whatIsComputedWithItGoesWithTheArray() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray like = manager.ones(new Shape(2));
            for (int i = 0; i < 3; i++) {
                assertSame(Scaling.times(like, 0.373).getManager(), manager);
                assertSame(Scaling.plus(like, 0.373).getManager(), manager);
                assertSame(Scaling.atLeast(like, 0.373).getManager(), manager);
            }
        }
    }

    @Test
    public void numbersThatComeOnceAreNotKept() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray like = manager.ones(new Shape(2));
            NDArray first = RepeatedNumbers.of(like, 0.374);
            for (int i = 0; i < 300; i++) {
                RepeatedNumbers.of(like, 1000 + i);
            }
            NDArray muchLater = RepeatedNumbers.of(like, 0.374);
            assertSame(first.getManager(), manager);
            assertSame(muchLater.getManager(), manager);
        }
    }

    @Test
    public void typesAndDimensionsAreKeptApart() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray single = manager.ones(new Shape(2));
            NDArray twice = single.toType(DataType.FLOAT64, true);
            NDArray scalar = manager.create(1f);
            for (int i = 0; i < 3; i++) {
                assertEquals(RepeatedNumbers.of(single, 0.1).getDataType(), DataType.FLOAT32);
                assertEquals(RepeatedNumbers.of(twice, 0.1).getDouble(), 0.1, 1e-15);
                assertEquals(RepeatedNumbers.of(scalar, 0.1).getShape(), new Shape());
                assertEquals(RepeatedNumbers.of(single, 0.1).getShape(), new Shape(1));
            }
        }
    }

    /** A number of one's own may be changed. */
    @Test
    public void aFreshOneIsNotShared() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray like = manager.ones(new Shape(2));
            RepeatedNumbers.of(like, 0.375);
            NDArray kept = RepeatedNumbers.of(like, 0.375);
            NDArray own = Scaling.number(like, 0.375);
            own.muli(own);
            assertNotSame(own, kept);
            assertEquals(kept.getFloat(), 0.375f);
        }
    }
}
