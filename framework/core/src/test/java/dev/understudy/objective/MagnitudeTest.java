package dev.understudy.objective;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.understudy.objective.logits.SoftTargets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Comparisons of activations far from 1: as in float64, or as little as they say they count. */
public final class MagnitudeTest {

    @DataProvider
    public static Iterator<Object[]> sizes() {
        List<Object[]> cases = new ArrayList<>();
        for (Sample sample : Sample.knowledge()) {
            for (double size : new double[] {1, 300, 1e4, 1e6, 1e10}) {
                cases.add(new Object[] {sample, size, size});
            }
            cases.add(new Object[] {sample, 1e4, 1});
            cases.add(new Object[] {sample, 1, 1e10});
            cases.add(new Object[] {sample, 1e-20, 1e-20});
            cases.add(new Object[] {sample, 1e-20, 1});
        }
        return cases.iterator();
    }

    @Test(dataProvider = "sizes")
    public void isWhatFloat64Gives(Sample sample, double student, double target) {
        Numbers own = sample.student().map(x -> (float) (x * student));
        Numbers other = sample.target().map(x -> (float) (x * target));
        Slope slope = Slope.of(sample.comparison(), own, other);
        Slope exact = Slope.of(sample.comparison(), own, other, DataType.FLOAT64, () -> {});
        slope.assertFinite();
        assertEquals(slope.value(), exact.value(), 1e-4 * Math.max(Math.abs(exact.value()), 1e-6));
        for (int i = 0; i < own.size(); i++) {
            assertEquals(slope.gradient(i), exact.gradient(i), 1e-3 * exact.steepest() + 1e-30, "coordinate " + i);
        }
    }

    @Test(dataProvider = "correlations")
    public void aCorrelationDoesNotDependOnTheScale(Sample sample, double scale) {
        Slope one = Slope.of(sample.comparison(), sample.student(), sample.target());
        Slope many = Slope.of(sample.comparison(), sample.student().map(x -> scale * x), sample.target());
        assertEquals(many.value(), one.value(), 1e-4 * one.value());
        assertTrue(many.steepest() > 0);
        for (int i = 0; i < sample.student().size(); i++) {
            assertEquals(many.gradient(i) * scale, one.gradient(i), 1e-3 * one.steepest(), "coordinate " + i);
        }
    }

    @DataProvider
    public static Iterator<Object[]> correlations() {
        List<Object[]> cases = new ArrayList<>();
        for (Sample sample : Sample.knowledge()) {
            if (sample.comparison() instanceof Correlation || sample.comparison() instanceof AttentionMap) {
                for (double scale : new double[] {64, 0x1p14, 0x1p20, 0x1p33}) {
                    cases.add(new Object[] {sample, scale});
                }
            }
        }
        return cases.iterator();
    }

    @Test
    public void mapsOfZerosGiveAFiniteGradient() {
        for (Sample sample : Sample.knowledge()) {
            Numbers zeros = sample.student().map(x -> 0);
            Slope.of(sample.comparison(), zeros, sample.target()).assertFinite();
            Slope.of(sample.comparison(), zeros, sample.target().map(x -> 0)).assertFinite();
            Slope.of(sample.comparison(), zeros, sample.target().map(x -> 1e10)).assertFinite();
            Slope.of(
                            sample.comparison(),
                            sample.student().map(x -> 1e10),
                            sample.target().map(x -> 1e10))
                    .assertFinite();
        }
    }

    @Test
    public void largeLogitsAreCompared() {
        for (double size : new double[] {1e4, 1e10, 1e30, 1e-20}) {
            Numbers own = Numbers.normal(1, 3, 5).map(z -> (float) (z * size));
            Numbers other = Numbers.normal(2, 3, 5).map(z -> (float) (z * size));
            Slope.of(SoftTargets.standard(), own, other).assertFinite();
            Slope.of(new CrossEntropy(), own, Numbers.of(new Shape(3), 0, 4, 2)).assertFinite();
            double soft = Slope.valueOf(SoftTargets.standard(), own, other, DataType.FLOAT64);
            assertEquals(Slope.valueOf(SoftTargets.standard(), own, other), soft, 1e-5 * soft);
        }
    }
}
