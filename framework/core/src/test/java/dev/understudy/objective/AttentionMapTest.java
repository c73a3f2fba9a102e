package dev.understudy.objective;

import static org.testng.Assert.assertEquals;

import ai.djl.ndarray.types.Shape;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public final class AttentionMapTest {

    @DataProvider
    public static Object[][] handWorked() {
        // Student, three channels (1, 2), (1, 0), (-1, 0): sums of squares (3, 4), as a unit vector (0.6, 0.8).
        // Teacher, one channel (5, 0): (25, 0), as a unit vector (1, 0). Differences: 0.4 and 0.8.
        return new Object[][] {
            {Norm.SQUARED, 0.4}, {Norm.ABSOLUTE, 0.6}, {Norm.EUCLIDEAN, Math.sqrt(0.4)},
        };
    }

    @Test(dataProvider = "handWorked")
    public void isTheHandWorkedValue(Norm norm, double expected) {
        Numbers student = Numbers.of(new Shape(1, 3, 1, 2), 1, 2, 1, 0, -1, 0);
        Numbers teacher = Numbers.of(new Shape(1, 1, 2, 1), 5, 0);
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
    public void doesNotChangeWhenAnActivationIsScaled(Norm norm) {
        Numbers student = Numbers.normal(3, 4, 6, 3, 3);
        Numbers teacher = Numbers.normal(4, 4, 2, 3, 3);
        double value = Slope.valueOf(of(norm), student, teacher);
        assertEquals(Slope.valueOf(of(norm), student.map(a -> 0.01 * a), teacher), value, 1e-5 * value);
        assertEquals(Slope.valueOf(of(norm), student.map(a -> -100 * a), teacher), value, 1e-5 * value);
        assertEquals(Slope.valueOf(of(norm), student, teacher.map(a -> 100 * a)), value, 1e-5 * value);
    }

    @Test(dataProvider = "norms")
    public void doesNotSeeWhichChannelIsActive(Norm norm) {
        Numbers student = Numbers.normal(3, 4, 6, 3, 3);
        Numbers teacher = Numbers.normal(4, 4, 6, 3, 3);
        double value = Slope.valueOf(of(norm), student, teacher);
        assertEquals(Slope.valueOf(of(norm), student.channelsFrom(c -> 5 - c), teacher), value, 1e-5 * value);
    }

    @Test(dataProvider = "norms")
    public void aMapWithoutAnyActivationCountsAsAllZeros(Norm norm) {
        Numbers teacher = Numbers.normal(4, 2, 3, 2, 2);
        Numbers dead = teacher.map(a -> 0);
        Slope slope = Slope.of(of(norm), dead, teacher);
        slope.assertFinite();
        if (norm == Norm.SQUARED) {
            // A unit vector's mean square over M = 4 elements.
            assertEquals(slope.value(), 0.25, 1e-6);
        }
        Slope both = Slope.of(of(norm), dead, dead);
        both.assertFinite();
        assertEquals(both.value(), 0, 1.1e-6);
        Slope.of(of(norm), teacher, dead).assertFinite();
    }

    @Test
    public void comparesSquaresWhereNothingElseIsSaid() {
        assertEquals(AttentionMap.of(Sample.STUDENT, Sample.TEACHER), of(Norm.SQUARED));
        assertEquals(of(Norm.SQUARED).match(), Connector.Match.LOCATIONS);
    }

    private static AttentionMap of(Norm norm) {
        return new AttentionMap(Sample.STUDENT, Sample.TEACHER, norm);
    }
}
