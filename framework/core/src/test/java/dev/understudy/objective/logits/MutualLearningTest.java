package dev.understudy.objective.logits;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.expectThrows;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.understudy.InputException;
import dev.understudy.objective.Discrepancy;
import dev.understudy.objective.Numbers;
import dev.understudy.objective.Slope;
import java.util.List;
import java.util.Set;
import org.testng.annotations.Test;

public final class MutualLearningTest {

    private static final MutualLearning TWO = MutualLearning.with("second", "third");

    private static final Numbers STUDENT = Numbers.of(
            new Shape(3, 4), -0.333, 1.022, 0.517, -0.855, 0.286, -1.999, -0.879, -0.062, 0.641, 0.103, -1.412, 0.782);
    private static final Numbers SECOND = Numbers.of(
            new Shape(3, 4), 2.34, -0.481, -0.635, -0.329, -1.986, -3.076, -0.869, 0.299, -1.952, -0.768, 2.683, 1.521);
    private static final Numbers THIRD = Numbers.of(
            new Shape(3, 4), 0.267, 2.36, 2.761, 0.125, 1.044, 3.678, 0.765, -0.49, 2.544, 3.849, 2.194, -0.239);

    private static Discrepancy with(Numbers third) {
        return (student, target) ->
                TWO.distance(student, List.of(target, third.on(student.getManager(), student.getDataType())));
    }

    private static final Discrepancy ONE =
            (student, target) -> MutualLearning.with("second").distance(student, List.of(target));

    @Test
    public void isTheHandWorkedValue() {
        // Other softmax(0, ln 3) = (1/4, 3/4), student (1/2, 1/2): 1/4 ln 1/2 + 3/4 ln 3/2 = 0.130812.
        // Gradient softmax_s - softmax_k = (1/4, -1/4).
        Slope slope = Slope.of(ONE, Numbers.of(new Shape(1, 2), 7, 7), Numbers.of(new Shape(1, 2), 0, Math.log(3)));
        assertEquals(slope.value(), 0.130812, 1e-6);
        assertEquals(slope.gradient(0), 0.25, 1e-6);
        assertEquals(slope.gradient(1), -0.25, 1e-6);
    }

    /** By PyTorch 2.13 in float64: the mean of {@code kl_div(..., reduction="batchmean")} with both others. */
    @Test
    public void agreesWithNumbersComputedIndependently() {
        double[] gradient = {
            -0.10611744,
            0.09586287,
            0.00126913,
            0.00898543,
            0.13504415,
            -0.13393323,
            0.00529940,
            -0.00641033,
            0.08464816,
            -0.04862115,
            -0.12966017,
            0.09363315
        };
        Slope slope = Slope.of(with(THIRD), STUDENT, SECOND);
        assertEquals(slope.value(), 1.1568861443, 1e-5);
        for (int i = 0; i < gradient.length; i++) {
            assertEquals(slope.gradient(i), gradient[i], 1e-5);
        }
    }

    @Test
    public void agreesWithCentralDifferencesAndBearsACollection() {
        Slope slope = Slope.of(with(THIRD), STUDENT, SECOND, DataType.FLOAT64, System::gc);
        for (int i = 0; i < STUDENT.size(); i++) {
            double above = Slope.valueOf(with(THIRD), STUDENT.plus(i, 1e-5), SECOND, DataType.FLOAT64);
            double below = Slope.valueOf(with(THIRD), STUDENT.plus(i, -1e-5), SECOND, DataType.FLOAT64);
            assertEquals(slope.gradient(i), (above - below) / 2e-5, 1e-6 * slope.steepest());
        }
    }

    @Test
    public void isZeroAtEqualityAndWhereAConstantIsAdded() {
        Slope slope = Slope.of(with(STUDENT), STUDENT, STUDENT);
        assertEquals(slope.value(), 0, 1e-7);
        assertEquals(slope.steepest(), 0, 1e-7);
        assertEquals(Slope.valueOf(ONE, STUDENT.map(z -> z + 5), STUDENT), 0, 1e-6);
    }

    @Test
    public void isTheSameInWhateverOrderTheOthersAre() {
        double value = Slope.valueOf(with(THIRD), STUDENT, SECOND);
        assertEquals(Slope.valueOf(with(SECOND), STUDENT, THIRD), value, 1e-6);
    }

    @Test
    public void isFiniteForOneSampleOfTwoClasses() {
        Numbers far = Numbers.of(new Shape(1, 2), 300, -300);
        Slope.of(ONE, far, far.map(z -> -z)).assertFinite();
    }

    @Test
    public void readsTheOthersByNameAndRefusesNone() {
        assertEquals(TWO.needs().getSources(), Set.of("second", "third"));
        assertEquals(
                expectThrows(InputException.class, MutualLearning::with).getMessage(),
                "Mutual learning wants 1 or more others of different names, got []");
    }

    @Test
    public void asManyLogitsAsNamesAreWanted() {
        assertEquals(
                expectThrows(
                                InputException.class,
                                () -> Slope.valueOf(
                                        (student, target) -> TWO.distance(student, List.of(target)), STUDENT, SECOND))
                        .getMessage(),
                "Mutual learning with [second, third] wants the logits of each, got 1");
    }
}
