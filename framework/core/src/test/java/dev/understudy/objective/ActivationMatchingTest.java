package dev.understudy.objective;

import static org.testng.Assert.assertEquals;

import ai.djl.ndarray.types.Shape;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public final class ActivationMatchingTest {

    @DataProvider
    public static Object[][] handWorked() {
        // Differences of the first instance: 0, 2, 3, 1; of the second: 2, 2, 2, 2.
        // Squared: (0 + 4 + 9 + 1) / 4 = 3.5 and 4. Absolute: 6 / 4 = 1.5 and 2. Euclidean: root(3.5) and 2.
        return new Object[][] {
            {Norm.SQUARED, (3.5 + 4) / 2},
            {Norm.ABSOLUTE, (1.5 + 2) / 2},
            {Norm.EUCLIDEAN, (Math.sqrt(3.5) + 2) / 2},
        };
    }

    @Test(dataProvider = "handWorked")
    public void isTheHandWorkedValue(Norm norm, double expected) {
        Shape shape = new Shape(2, 2, 1, 2);
        Numbers student = Numbers.of(shape, 1, 2, -3, 5, 2, 3, 4, 5);
        Numbers teacher = Numbers.of(shape, 1, 0, 0, 4, 4, 1, 2, 7);
        assertEquals(Slope.valueOf(of(norm), student, teacher), expected, 1e-6);
    }

    @DataProvider
    public static Norm[] norms() {
        return Norm.values();
    }

    @Test(dataProvider = "norms")
    public void isZeroAtEqualityWithoutGradient(Norm norm) {
        Numbers activation = Numbers.normal(3, 4, 6, 3, 3);
        Slope slope = Slope.of(of(norm), activation, activation);
        // A root has a floor of 1e-12 under it.
        assertEquals(slope.value(), 0, 1.1e-6);
        assertEquals(slope.steepest(), 0.0);
    }

    @Test(dataProvider = "norms")
    public void doesNotChangeWhenTheSameIsAddedToBoth(Norm norm) {
        Numbers student = Numbers.normal(3, 2, 3, 2, 2);
        Numbers teacher = Numbers.normal(4, 2, 3, 2, 2);
        double value = Slope.valueOf(of(norm), student, teacher);
        assertEquals(Slope.valueOf(of(norm), student.map(a -> a + 2), teacher.map(a -> a + 2)), value, 1e-5 * value);
    }

    @Test
    public void comparesSquaresWhereNothingElseIsSaid() {
        assertEquals(ActivationMatching.of(Sample.STUDENT, Sample.TEACHER), of(Norm.SQUARED));
        assertEquals(of(Norm.SQUARED).match(), Connector.Match.CHANNELS_AND_LOCATIONS);
    }

    private static ActivationMatching of(Norm norm) {
        return new ActivationMatching(Sample.STUDENT, Sample.TEACHER, norm);
    }
}
