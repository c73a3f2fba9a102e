package dev.understudy.objective;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.ndarray.types.Shape;
import dev.understudy.objective.Correlation.Form;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public final class CorrelationTest {

    private static final Shape TWO_BY_TWO = new Shape(1, 2, 1, 2);
    private static final double ROOT3 = Math.sqrt(3);

    @DataProvider
    public static Object[][] handWorked() {
        // The student's F = ((1, 0), (0, 1)), so C = S = F: mean 1/2, standard deviation 1/2, normalised ((1, -1), (-1,
        // 1)).
        // A teacher's ((2, 0), (0, 0)): mean 1/2, standard deviation root(4/4 - 1/4) = root3/2, normalised root3 and
        // -1/root3
        // three times. Differences: 1 - root3, 1/root3 - 1 twice, 1/root3 + 1.
        // Squares: 4 - 2 root3, twice 4/3 - 2/root3, 4/3 + 2/root3. They sum to 8 - 8/root3; mean 2 (1 - 1/root3).
        // Absolute: root3 - 1, twice 1 - 1/root3, 1 + 1/root3. They sum to 2 + 2/root3; mean (1 + 1/root3) / 2.
        double squared = 2 * (1 - 1 / ROOT3);
        double absolute = (1 + 1 / ROOT3) / 2;
        double euclidean = Math.sqrt(squared);
        // F = ((1, -1), (0, 0)): C = ((2, 0), (0, 0)), as above. S = ((1, -1), (-1, 1)), the student's.
        double[] channel = {1, -1, 0, 0};
        // F = ((1, 0), (-1, 0)): the other way round.
        double[] spatial = {1, 0, -1, 0};
        return new Object[][] {
            {Form.CHANNEL, Norm.SQUARED, channel, squared},
            {Form.CHANNEL, Norm.ABSOLUTE, channel, absolute},
            {Form.CHANNEL, Norm.EUCLIDEAN, channel, euclidean},
            {Form.CHANNEL, Norm.SQUARED, spatial, 0},
            {Form.CHANNEL, Norm.ABSOLUTE, spatial, 0},
            {Form.CHANNEL, Norm.EUCLIDEAN, spatial, 0},
            {Form.SPATIAL, Norm.SQUARED, channel, 0},
            {Form.SPATIAL, Norm.ABSOLUTE, channel, 0},
            {Form.SPATIAL, Norm.EUCLIDEAN, channel, 0},
            {Form.SPATIAL, Norm.SQUARED, spatial, squared},
            {Form.SPATIAL, Norm.ABSOLUTE, spatial, absolute},
            {Form.SPATIAL, Norm.EUCLIDEAN, spatial, euclidean},
            {Form.BOTH, Norm.SQUARED, channel, squared / 2},
            {Form.BOTH, Norm.ABSOLUTE, channel, absolute / 2},
            {Form.BOTH, Norm.EUCLIDEAN, channel, euclidean / 2},
            {Form.BOTH, Norm.SQUARED, spatial, squared / 2},
            {Form.BOTH, Norm.ABSOLUTE, spatial, absolute / 2},
            {Form.BOTH, Norm.EUCLIDEAN, spatial, euclidean / 2},
        };
    }

    @Test(dataProvider = "handWorked")
    public void isTheHandWorkedValue(Form form, Norm norm, double[] teacher, double expected) {
        Numbers own = Numbers.of(TWO_BY_TWO, 1, 0, 0, 1);
        double value = Slope.valueOf(of(form, norm), own, Numbers.of(TWO_BY_TWO, teacher));
        assertEquals(value, expected, zero(norm));
    }

    @DataProvider
    public static Object[][] batchMeans() {
        // Two instances: the hand-worked one and an equal one. The Euclidean root is taken of each before the mean.
        return new Object[][] {
            {Norm.SQUARED, 1 - 1 / ROOT3},
            {Norm.ABSOLUTE, (1 + 1 / ROOT3) / 4},
            {Norm.EUCLIDEAN, Math.sqrt(2 * (1 - 1 / ROOT3)) / 2},
        };
    }

    @Test(dataProvider = "batchMeans")
    public void isTheMeanOverTheInstances(Norm norm, double expected) {
        Shape two = new Shape(2, 2, 1, 2);
        double value = Slope.valueOf(
                of(Form.CHANNEL, norm),
                Numbers.of(two, 1, 0, 0, 1, 1, 0, 0, 1),
                Numbers.of(two, 1, -1, 0, 0, 1, 0, 0, 1));
        assertEquals(value, expected, zero(norm));
    }

    @DataProvider
    public static Object[][] formsAndNorms() {
        List<Object[]> all = new ArrayList<>();
        for (Form form : Form.values()) {
            for (Norm norm : Norm.values()) {
                all.add(new Object[] {form, norm});
            }
        }
        return all.toArray(new Object[0][]);
    }

    @Test(dataProvider = "formsAndNorms")
    public void isZeroAtEquality(Form form, Norm norm) {
        Numbers activation = Numbers.normal(3, 4, 6, 3, 3);
        Slope slope = Slope.of(of(form, norm), activation, activation);
        assertEquals(slope.value(), 0, zero(norm));
        slope.assertFinite();
        if (norm == Norm.SQUARED) {
            assertEquals(slope.steepest(), 0, 1e-5);
        }
    }

    @Test(dataProvider = "formsAndNorms")
    public void staysWithinItsRange(Form form, Norm norm) {
        double most = norm == Norm.SQUARED ? 4 : 2;
        for (int seed = 0; seed < 20; seed++) {
            double value = Slope.valueOf(
                    of(form, norm), Numbers.normal(seed, 2, 3, 2, 2), Numbers.normal(seed + 100, 2, 3, 2, 2));
            assertTrue(value > 0 && value < most, "value " + value);
        }
    }

    @Test(dataProvider = "formsAndNorms")
    public void doesNotChangeWhenAnActivationIsScaled(Form form, Norm norm) {
        Numbers student = Numbers.normal(3, 4, 6, 3, 3);
        Numbers teacher = Numbers.normal(4, 4, 6, 3, 3);
        double value = Slope.valueOf(of(form, norm), student, teacher);
        assertEquals(Slope.valueOf(of(form, norm), student.map(a -> 0.01 * a), teacher), value, 1e-5 * value);
        assertEquals(Slope.valueOf(of(form, norm), student.map(a -> 100 * a), teacher), value, 1e-5 * value);
        assertEquals(Slope.valueOf(of(form, norm), student, teacher.map(a -> 100 * a)), value, 1e-5 * value);
    }

    @Test(dataProvider = "formsAndNorms")
    public void doesNotChangeWhenWhatIsNotComparedIsPermutedInBoth(Form form, Norm norm) {
        Numbers student = Numbers.normal(3, 4, 6, 3, 3);
        Numbers teacher = Numbers.normal(4, 4, 6, 3, 3);
        double value = Slope.valueOf(of(form, norm), student, teacher);
        IntUnaryOperator locations = permutation(9);
        double otherLocations =
                Slope.valueOf(of(form, norm), student.locationsFrom(locations), teacher.locationsFrom(locations));
        assertEquals(otherLocations, value, 1e-5 * value);
        IntUnaryOperator channels = permutation(6);
        double otherChannels =
                Slope.valueOf(of(form, norm), student.channelsFrom(channels), teacher.channelsFrom(channels));
        assertEquals(otherChannels, value, 1e-5 * value);
    }

    @Test
    public void channelsDoNotSeeWhereAndLocationsDoNotSeeWhichInTheStudentAlone() {
        Numbers student = Numbers.normal(3, 4, 6, 3, 3);
        Numbers teacher = Numbers.normal(14, 4, 6, 3, 3);
        Numbers moved = student.locationsFrom(permutation(9));
        Numbers renamed = student.channelsFrom(permutation(6));
        Discrepancy channel = of(Form.CHANNEL, Norm.SQUARED);
        Discrepancy spatial = of(Form.SPATIAL, Norm.SQUARED);
        double ofChannels = Slope.valueOf(channel, student, teacher);
        double ofLocations = Slope.valueOf(spatial, student, teacher);
        assertEquals(Slope.valueOf(channel, moved, teacher), ofChannels, 1e-5 * ofChannels);
        assertEquals(Slope.valueOf(spatial, renamed, teacher), ofLocations, 1e-5 * ofLocations);
        assertTrue(Math.abs(Slope.valueOf(channel, renamed, teacher) - ofChannels) > 1e-2);
        assertTrue(Math.abs(Slope.valueOf(spatial, moved, teacher) - ofLocations) > 1e-2);
    }

    @Test(dataProvider = "formsAndNorms")
    public void aStudentWithoutAnyActivationCountsAsAllZeros(Form form, Norm norm) {
        Numbers teacher = Numbers.normal(4, 2, 3, 2, 2);
        Numbers dead = teacher.map(a -> 0);
        Slope slope = Slope.of(of(form, norm), dead, teacher);
        slope.assertFinite();
        if (norm != Norm.ABSOLUTE) {
            // The teacher's matrix has mean 0 and variance 1: so has its difference from zero.
            assertEquals(slope.value(), 1, 1e-6);
        }
        Slope both = Slope.of(of(form, norm), dead, dead);
        both.assertFinite();
        assertEquals(both.value(), 0, zero(norm));
        Slope.of(of(form, norm), teacher, dead).assertFinite();
    }

    private static Correlation of(Form form, Norm norm) {
        return new Correlation(form, Sample.STUDENT, Sample.TEACHER, norm);
    }

    /** How far from zero rounding leads; a root makes 1e-7 3e-4. */
    private static double zero(Norm norm) {
        return norm == Norm.EUCLIDEAN ? 1e-3 : 1e-6;
    }

    private static IntUnaryOperator permutation(int size) {
        List<Integer> order = new ArrayList<>(IntStream.range(0, size).boxed().toList());
        Collections.shuffle(order, new Random(5));
        return order::get;
    }
}
