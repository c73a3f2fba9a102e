package dev.understudy.objective;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.understudy.Needs;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public final class CrossEntropyTest {

    private static final Discrepancy CROSS_ENTROPY = new CrossEntropy();

    @Test
    public void isTheHandWorkedValue() {
        // softmax(0, ln 3) = (1/4, 3/4), label 1: ln 4/3. softmax(0, 0) = (1/2, 1/2), label 0: ln 2.
        // Their mean: ln(8/3) / 2 = 0.490415.
        Numbers logits = Numbers.of(new Shape(2, 2), 0, Math.log(3), 0, 0);
        Slope slope = Slope.of(CROSS_ENTROPY, logits, Numbers.of(new Shape(2), 1, 0));
        assertEquals(slope.value(), 0.490415, 1e-6);
        // (softmax - one-hot) / batch
        assertEquals(slope.gradient(0), (0.25 - 0) / 2, 1e-6);
        assertEquals(slope.gradient(1), (0.75 - 1) / 2, 1e-6);
        assertEquals(slope.gradient(2), (0.5 - 1) / 2, 1e-6);
        assertEquals(slope.gradient(3), (0.5 - 0) / 2, 1e-6);
    }

    @Test
    public void isZeroWhereTheStudentIsSureOfTheTruth() {
        Numbers logits = Numbers.of(new Shape(2, 3), 200, 0, 0, 0, 0, 200);
        Slope slope = Slope.of(CROSS_ENTROPY, logits, Numbers.of(new Shape(2), 0, 2));
        assertEquals(slope.value(), 0.0);
        assertEquals(slope.steepest(), 0.0);
    }

    @Test
    public void staysFiniteWhereTheStudentIsSureOfSomethingElse() {
        Numbers logits = Numbers.of(new Shape(1, 2), 1000, 0);
        Slope slope = Slope.of(CROSS_ENTROPY, logits, Numbers.of(new Shape(1), 1));
        assertEquals(slope.value(), 1000.0);
        slope.assertFinite();
    }

    @Test
    public void doesNotChangeWhenAConstantIsAddedToTheLogits() {
        Numbers logits = Numbers.normal(1, 4, 6);
        Numbers labels = Numbers.of(new Shape(4), 5, 0, 2, 2);
        assertEquals(
                Slope.valueOf(CROSS_ENTROPY, logits.map(z -> z + 7), labels),
                Slope.valueOf(CROSS_ENTROPY, logits, labels),
                1e-5);
    }

    @DataProvider
    public static Object[][] labelTypes() {
        return new Object[][] {{DataType.FLOAT32}, {DataType.INT32}, {DataType.INT64}, {DataType.UINT8}};
    }

    @Test(dataProvider = "labelTypes")
    public void readsLabelsOfAnyWholeNumberType(DataType type) {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray logits = Numbers.of(new Shape(2, 2), 0, Math.log(3), 0, 0).on(manager, DataType.FLOAT32);
            NDArray labels = Numbers.of(new Shape(2), 1, 0).on(manager, type);
            assertEquals(CROSS_ENTROPY.distance(logits, labels).getFloat(), 0.490415f, 1e-6f);
            NDArray column = labels.reshape(2, 1);
            assertEquals(CROSS_ENTROPY.distance(logits, column).getFloat(), 0.490415f, 1e-6f);
        }
    }

    @Test
    public void readsTheStudentsLogitsAndNeedsNoTeacher() {
        Needs needs = new CrossEntropy().needs();
        assertTrue(needs.readsStudentLogits());
        assertEquals(needs.readsTeacher(), false);
    }
}
