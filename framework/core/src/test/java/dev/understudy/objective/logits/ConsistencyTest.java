package dev.understudy.objective.logits;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.understudy.objective.Numbers;
import dev.understudy.objective.Slope;
import org.testng.annotations.Test;

public final class ConsistencyTest {

    private static final Consistency CONSISTENCY = new Consistency();

    private static final Numbers STUDENT = Numbers.of(
            new Shape(3, 4), -0.333, 1.022, 0.517, -0.855, 0.286, -1.999, -0.879, -0.062, 0.641, 0.103, -1.412, 0.782);
    private static final Numbers TARGET = Numbers.of(
            new Shape(3, 4), 2.34, -0.481, -0.635, -0.329, -1.986, -3.076, -0.869, 0.299, -1.952, -0.768, 2.683, 1.521);

    @Test
    public void isTheHandWorkedValue() {
        // Student (1/2, 1/2), target softmax(0, ln 3) = (1/4, 3/4): ((1/4)^2 + (1/4)^2) / 2 = 1/16.
        // Gradient: 2/2 (s - t)_k through the softmax: s_j (d_j - sum_k s_k d_k) with d = (1/4, -1/4): (1/8, -1/8).
        Slope slope =
                Slope.of(CONSISTENCY, Numbers.of(new Shape(1, 2), 3, 3), Numbers.of(new Shape(1, 2), 0, Math.log(3)));
        assertEquals(slope.value(), 1.0 / 16, 1e-7);
        assertEquals(slope.gradient(0), 1.0 / 8, 1e-7);
        assertEquals(slope.gradient(1), -1.0 / 8, 1e-7);
    }

    /** By PyTorch 2.13 in float64: {@code mse_loss(softmax(s), softmax(t), reduction="sum") / 4 / 3}. */
    @Test
    public void agreesWithNumbersComputedIndependently() {
        double[] gradient = {
            -0.01977885,
            0.01974030,
            0.00244578,
            -0.00240723,
            0.02673980,
            -0.00029565,
            -0.00316577,
            -0.02327838,
            0.00861938,
            -0.00045702,
            -0.00662966,
            -0.00153270
        };
        Slope slope = Slope.of(CONSISTENCY, STUDENT, TARGET);
        assertEquals(slope.value(), 0.1447373596, 1e-5 * 0.1447373596);
        for (int i = 0; i < gradient.length; i++) {
            assertEquals(slope.gradient(i), gradient[i], 1e-5);
        }
    }

    @Test
    public void isZeroAtEqualityAndWhereAConstantIsAdded() {
        Slope slope = Slope.of(CONSISTENCY, STUDENT, STUDENT);
        assertEquals(slope.value(), 0.0);
        assertEquals(slope.steepest(), 0.0);
        assertEquals(Slope.valueOf(CONSISTENCY, STUDENT.map(z -> z + 3), STUDENT), 0, 1e-10);
    }

    @Test
    public void agreesWithCentralDifferencesAndBearsACollection() {
        Slope slope = Slope.of(CONSISTENCY, STUDENT, TARGET, DataType.FLOAT64, System::gc);
        for (int i = 0; i < STUDENT.size(); i++) {
            double above = Slope.valueOf(CONSISTENCY, STUDENT.plus(i, 1e-5), TARGET, DataType.FLOAT64);
            double below = Slope.valueOf(CONSISTENCY, STUDENT.plus(i, -1e-5), TARGET, DataType.FLOAT64);
            assertEquals(slope.gradient(i), (above - below) / 2e-5, 1e-6 * slope.steepest());
        }
    }

    @Test
    public void isFiniteForOneSampleOfTwoClassesAndReadsBothLogits() {
        Numbers extreme = Numbers.of(new Shape(1, 2), 300, -300);
        Slope.of(CONSISTENCY, extreme, extreme.map(z -> -z)).assertFinite();
        assertTrue(
                CONSISTENCY.needs().readsStudentLogits() && CONSISTENCY.needs().readsTeacherLogits());
    }
}
