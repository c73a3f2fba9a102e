package dev.understudy.objective;

import static org.testng.Assert.assertEquals;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.understudy.internal.arithmetic.UnitVectors;
import org.testng.annotations.Test;

/** Vectors of length 1, and the one that has no direction. */
public final class UnitVectorsTest {

    /** The sum of the unit vectors' products with other numbers. */
    private static final Discrepancy PRODUCTS =
            (vectors, others) -> UnitVectors.of(vectors).mul(others).sum();

    @Test
    public void aVectorOfZerosStaysAndHasNoSteepGradient() {
        Numbers vectors = Numbers.of(new Shape(2, 2), 3, 4, 0, 0);
        Numbers others = Numbers.of(new Shape(2, 2), 1, 2, 5, -7);
        Slope slope = Slope.of(PRODUCTS, vectors, others, DataType.FLOAT64, () -> {});
        // (3 + 8) / 5; the gradient is (o - u (u o)) / length: u = (0.6, 0.8), u o = 2.2.
        assertEquals(slope.value(), 2.2, 1e-12);
        assertEquals(slope.gradient(0), (1 - 0.6 * 2.2) / 5, 1e-12);
        assertEquals(slope.gradient(1), (2 - 0.8 * 2.2) / 5, 1e-12);
        assertEquals(slope.gradient(2), 5, 1e-9);
        assertEquals(slope.gradient(3), -7, 1e-9);
    }
}
