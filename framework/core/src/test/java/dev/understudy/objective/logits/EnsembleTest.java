package dev.understudy.objective.logits;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.understudy.Activations;
import dev.understudy.InputException;
import dev.understudy.Needs;
import dev.understudy.StepContext;
import dev.understudy.objective.Discrepancy;
import dev.understudy.objective.Numbers;
import dev.understudy.objective.Slope;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public final class EnsembleTest {

    private static final Ensemble TWO = Ensemble.of("teacher", "second");

    private static final Numbers STUDENT = Numbers.of(
            new Shape(3, 4), -0.333, 1.022, 0.517, -0.855, 0.286, -1.999, -0.879, -0.062, 0.641, 0.103, -1.412, 0.782);
    private static final Numbers FIRST = Numbers.of(
            new Shape(3, 4), 2.34, -0.481, -0.635, -0.329, -1.986, -3.076, -0.869, 0.299, -1.952, -0.768, 2.683, 1.521);
    private static final Numbers SECOND = Numbers.of(
            new Shape(3, 4), 0.267, 2.36, 2.761, 0.125, 1.044, 3.678, 0.765, -0.49, 2.544, 3.849, 2.194, -0.239);

    /** With the first source as the target, and the others held. */
    private static Discrepancy with(Ensemble ensemble, Numbers second) {
        return (student, target) ->
                ensemble.distance(student, List.of(target, second.on(student.getManager(), student.getDataType())));
    }

    @Test
    public void isTheHandWorkedValue() {
        // T = 1. Sources: softmax(0, ln 3) = (1/4, 3/4) and softmax(0, 0) = (1/2, 1/2); student (1/2, 1/2).
        // Mean of probabilities, weights 3 and 1: q = (3/4 1/4 + 1/4 1/2, ...) = (5/16, 11/16).
        // L = ln 2; gradient softmax_s - q = (3/16, -3/16).
        Numbers first = Numbers.of(new Shape(1, 2), 0, Math.log(3));
        Numbers second = Numbers.of(new Shape(1, 2), 5, 5);
        Numbers student = Numbers.of(new Shape(1, 2), 1, 1);
        Slope slope = Slope.of(with(TWO.weights(3, 1).temperature(1), second), student, first);
        assertEquals(slope.value(), Math.log(2), 1e-6);
        assertEquals(slope.gradient(0), 3.0 / 16, 1e-6);
        assertEquals(slope.gradient(1), -3.0 / 16, 1e-6);
    }

    @Test
    public void theMeanOfLogitsIsTheGeometricMeanOfProbabilities() {
        // T = 1, equal weights. Logits (0, 2 ln 3) and (0, 0): their mean (0, ln 3), so q = (1/4, 3/4).
        // The geometric means sqrt(1/10 1/2) and sqrt(9/10 1/2) stand as 1 to 3 as well.
        Numbers first = Numbers.of(new Shape(1, 2), 0, 2 * Math.log(3));
        Numbers second = Numbers.of(new Shape(1, 2), 0, 0);
        Ensemble geometric = TWO.mean(Ensemble.Mean.LOGITS).temperature(1);
        Slope slope = Slope.of(with(geometric, second), Numbers.of(new Shape(1, 2), 0, 0), first);
        assertEquals(slope.gradient(0), 0.5 - 0.25, 1e-6);
        assertEquals(slope.gradient(1), 0.5 - 0.75, 1e-6);
    }

    /** By PyTorch 2.13 in float64: {@code T * T * cross_entropy(s / T, q)} with T = 3 and weights 0.7 and 0.3. */
    @DataProvider
    public static Object[][] computed() {
        return new Object[][] {
            {
                Ensemble.Mean.PROBABILITIES,
                13.080183664736232,
                new double[] {
                    -0.15915107,
                    0.10937568,
                    0.05054185,
                    -0.00076646,
                    0.1360492,
                    -0.0850383,
                    -0.02426054,
                    -0.02675036,
                    0.14919986,
                    0.02535222,
                    -0.2377554,
                    0.06320332
                }
            },
            {
                Ensemble.Mean.LOGITS,
                13.070719877168491,
                new double[] {
                    -0.14507784,
                    0.1042017,
                    0.05189321,
                    -0.01101708,
                    0.1181515,
                    -0.05939584,
                    -0.04322788,
                    -0.01552778,
                    0.15332428,
                    0.0336943,
                    -0.25493627,
                    0.06791769
                }
            },
        };
    }

    @Test(dataProvider = "computed")
    public void agreesWithNumbersComputedIndependently(Ensemble.Mean mean, double value, double[] gradient) {
        Ensemble ensemble = TWO.weights(0.7, 0.3).mean(mean).temperature(3);
        Slope slope = Slope.of(with(ensemble, SECOND), STUDENT, FIRST);
        assertEquals(slope.value(), value, 1e-5 * value);
        for (int i = 0; i < gradient.length; i++) {
            assertEquals(slope.gradient(i), gradient[i], 1e-5);
        }
    }

    @DataProvider
    public static Object[][] means() {
        return new Object[][] {{Ensemble.Mean.PROBABILITIES}, {Ensemble.Mean.LOGITS}};
    }

    @Test(dataProvider = "means")
    public void agreesWithCentralDifferencesAndBearsACollection(Ensemble.Mean mean) {
        Discrepancy ensemble = with(TWO.mean(mean).weights(1, 2), SECOND);
        Slope slope = Slope.of(ensemble, STUDENT, FIRST, DataType.FLOAT64, System::gc);
        for (int i = 0; i < STUDENT.size(); i++) {
            double above = Slope.valueOf(ensemble, STUDENT.plus(i, 1e-5), FIRST, DataType.FLOAT64);
            double below = Slope.valueOf(ensemble, STUDENT.plus(i, -1e-5), FIRST, DataType.FLOAT64);
            assertEquals(slope.gradient(i), (above - below) / 2e-5, 1e-6 * slope.steepest());
        }
    }

    @Test(dataProvider = "means")
    public void isThatOfOneTeacherWhereAllSayTheSameAndHasNoGradientThere(Ensemble.Mean mean) {
        Ensemble ensemble = TWO.mean(mean);
        double one = Slope.valueOf(SoftTargets.standard(), STUDENT, FIRST);
        assertEquals(Slope.valueOf(with(ensemble, FIRST), STUDENT, FIRST), one, 1e-5 * one);
        assertEquals(Slope.of(with(ensemble, FIRST), FIRST, FIRST).steepest(), 0, 1e-6);
    }

    @Test(dataProvider = "means")
    public void doesNotChangeWithTheOrderOfTheSourcesNorWithTheScaleOfTheWeights(Ensemble.Mean mean) {
        double value = Slope.valueOf(with(TWO.mean(mean).weights(1, 3), SECOND), STUDENT, FIRST);
        assertEquals(Slope.valueOf(with(TWO.mean(mean).weights(3, 1), FIRST), STUDENT, SECOND), value, 1e-5 * value);
        assertEquals(Slope.valueOf(with(TWO.mean(mean).weights(10, 30), SECOND), STUDENT, FIRST), value, 1e-5 * value);
    }

    @Test
    public void isFiniteForOneSampleOfTwoClasses() {
        Numbers extreme = Numbers.of(new Shape(1, 2), 300, -300);
        Slope.of(with(TWO, extreme.map(z -> -z)), extreme, extreme).assertFinite();
    }

    @Test
    public void readsTheLogitsOfItsSourcesAndNothingElse() {
        Needs needs = Ensemble.of("teacher", "second", "third").needs();
        assertTrue(needs.readsStudentLogits());
        assertEquals(needs.getSources(), Set.of("teacher", "second", "third"));
        assertTrue(needs.readsLogits("third"));
        assertEquals(needs.getTaps("third"), Set.of());
    }

    @Test
    public void findsItsSourcesByName() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray student = STUDENT.on(manager, DataType.FLOAT32);
            StepContext context = StepContext.of(
                    new Activations<>("student", Map.of(), student),
                    Map.of(
                            "second",
                            new Activations<>("second", Map.of(), SECOND.on(manager, DataType.FLOAT32)),
                            "teacher",
                            new Activations<>("teacher", Map.of(), FIRST.on(manager, DataType.FLOAT32))),
                    manager.zeros(new Shape(3)));
            double wanted = Slope.valueOf(with(TWO.weights(2, 1), SECOND), STUDENT, FIRST);
            assertEquals(TWO.weights(2, 1).loss(context).getFloat(), (float) wanted);
            assertEquals(
                    expectThrows(InputException.class, () -> Ensemble.of("second", "third")
                                    .loss(context))
                            .getMessage(),
                    "No source \"third\" here; there are [second, teacher]; an objective names the sources it reads in"
                            + " its needs()");
        }
    }

    @Test
    public void refusesWhatIsNoEnsemble() {
        assertEquals(
                refusal(() -> Ensemble.of("teacher")),
                "An ensemble has 2 or more sources of different names, got [teacher]");
        assertEquals(
                refusal(() -> Ensemble.of("teacher", "teacher")),
                "An ensemble has 2 or more sources of different names, got [teacher, teacher]");
        assertEquals(
                refusal(() -> TWO.weights(1)),
                "An ensemble wants a weight above 0 for each of [teacher, second], got [1.0]");
        assertEquals(
                refusal(() -> TWO.weights(1, 0)),
                "An ensemble wants a weight above 0 for each of [teacher, second], got [1.0, 0.0]");
        assertEquals(refusal(() -> TWO.temperature(0)), "The temperature of an ensemble must be above 0, got 0.0");
    }

    @Test
    public void refusesAnotherNumberOfLogitsThanSources() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray student = STUDENT.on(manager, DataType.FLOAT32);
            NDArray first = FIRST.on(manager, DataType.FLOAT32);
            String wanted = "An ensemble of [teacher, second] wants the logits of each, got ";
            assertEquals(refusal(() -> TWO.distance(student, List.of())), wanted + 0);
            assertEquals(refusal(() -> TWO.distance(student, List.of(first))), wanted + 1);
            assertEquals(refusal(() -> TWO.distance(student, List.of(first, first, first))), wanted + 3);
        }
    }

    private static String refusal(org.testng.Assert.ThrowingRunnable making) {
        return String.valueOf(expectThrows(InputException.class, making).getMessage());
    }
}
