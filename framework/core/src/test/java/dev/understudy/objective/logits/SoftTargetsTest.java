package dev.understudy.objective.logits;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.ndarray.types.Shape;
import dev.understudy.InputException;
import dev.understudy.Needs;
import dev.understudy.objective.Discrepancy;
import dev.understudy.objective.Numbers;
import dev.understudy.objective.Slope;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public final class SoftTargetsTest {

    private static final Discrepancy SOFT_TARGETS = SoftTargets.standard();

    @Test
    public void isTheHandWorkedValue() {
        // T = 2. Teacher: softmax((0, 2 ln 3) / 2) = (1/4, 3/4). Student: softmax((2 ln 3, 0) / 2) = (3/4, 1/4).
        // Cross entropy: -(1/4 ln 3/4 + 3/4 ln 1/4); times T^2 = 4: ln 4/3 + 3 ln 4 = 0.287682 + 4.158883 = 4.446565.
        // The second instance's student is (1/2, 1/2): 4 ln 2 = 2.772589. Their mean: 3.609577.
        double two = 2 * Math.log(3);
        Numbers student = Numbers.of(new Shape(2, 2), two, 0, 1, 1);
        Numbers teacher = Numbers.of(new Shape(2, 2), 0, two, 0, two);
        Slope slope = Slope.of(new SoftTargets(2), student, teacher);
        assertEquals(slope.value(), 3.609577, 1e-5);
        // T (softmax_s - softmax_t) / batch
        assertEquals(slope.gradient(0), 2 * (0.75 - 0.25) / 2, 1e-6);
        assertEquals(slope.gradient(3), 2 * (0.5 - 0.75) / 2, 1e-6);
    }

    @Test
    public void isTheEntropyTimesTheSquaredTemperatureAtEqualityWithoutGradient() {
        // softmax((4 ln 3, 0) / 4) = (3/4, 1/4), its entropy 3/4 ln 4/3 + 1/4 ln 4 = 0.562335; times 16: 8.997363.
        Numbers logits = Numbers.of(new Shape(1, 2), 4 * Math.log(3), 0);
        Slope slope = Slope.of(SOFT_TARGETS, logits, logits);
        assertEquals(slope.value(), 8.997363, 1e-5);
        assertEquals(slope.steepest(), 0, 1e-6);
    }

    @Test
    public void doesNotChangeWhenAConstantIsAddedToTheLogits() {
        Numbers student = Numbers.normal(1, 4, 6);
        Numbers teacher = Numbers.normal(2, 4, 6);
        double value = Slope.valueOf(SOFT_TARGETS, student, teacher);
        assertEquals(Slope.valueOf(SOFT_TARGETS, student.map(z -> z + 7), teacher), value, 1e-5 * value);
        assertEquals(Slope.valueOf(SOFT_TARGETS, student, teacher.map(z -> z - 7)), value, 1e-5 * value);
    }

    @DataProvider
    public static Object[][] impossible() {
        return new Object[][] {{0.0}, {-1.0}, {Double.NaN}, {Double.POSITIVE_INFINITY}};
    }

    @Test(dataProvider = "impossible")
    public void refusesATemperatureThatIsNotAboveZero(double temperature) {
        InputException refusal = expectThrows(InputException.class, () -> new SoftTargets(temperature));
        assertEquals(refusal.getMessage(), "The temperature of soft targets must be above 0, got " + temperature);
    }

    @Test
    public void readsBothLogits() {
        Needs needs = SoftTargets.standard().needs();
        assertTrue(needs.readsStudentLogits());
        assertTrue(needs.readsTeacherLogits());
        assertEquals(SoftTargets.standard().temperature(), 4.0);
    }
}
