package dev.understudy.objective.logits;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.understudy.Objective;
import dev.understudy.objective.Slope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** What every method of logits keeps, whatever it computes. */
public final class LogitMethodsTest {

    /** In float64 the error of a central difference is about {@code STEP^2}, and rounding's is 1e-16 / STEP. */
    private static final double STEP = 1e-5;

    private static final List<Objective> METHODS = List.of(
            DecoupledKd.standard(),
            Nkd.standard(),
            Dist.standard(),
            LogitStandardization.of(SoftTargets.standard()),
            LogitStandardization.of(DecoupledKd.standard()),
            Ttm.standard(),
            Wttm.standard(),
            AlphaBetaDivergence.standard(),
            new AlphaBetaDivergence(0.5, 0, 2),
            new AlphaBetaDivergence(0, 0.5, 2),
            new AlphaBetaDivergence(0, 0, 2),
            RefinedLogits.standard(),
            WassersteinLogits.of(LogitBatch.FEATURES),
            LabelSmoothing.standard(),
            TfKd.standard(),
            new TfKd(0.99, 20, TfKd.Form.PUBLISHED),
            Uskd.of(LogitBatch.MIDDLE),
            new Uskd(LogitBatch.MIDDLE, new Uskd.Weights(0, 1, 1), Uskd.Ranking.PAPER),
            new Uskd(LogitBatch.MIDDLE, Uskd.Weights.standard(), Uskd.Ranking.PUBLISHED),
            Ctkd.standard(),
            new LayerNormalizedLogits(SoftTargets.standard(), 2.5));

    private static final Map<String, LogitBatch> EDGES = edges();

    private static Map<String, LogitBatch> edges() {
        Map<String, LogitBatch> edges = new LinkedHashMap<>();
        LogitBatch normal = LogitBatch.normal(11, 7, 5);
        edges.put("two classes", LogitBatch.normal(11, 4, 2));
        edges.put("one sample", LogitBatch.normal(11, 1, 6));
        edges.put("one sample of two classes", LogitBatch.normal(11, 1, 2));
        edges.put("an odd batch", normal);
        edges.put("equal logits", new LogitBatch(normal.student(), normal.student()));
        edges.put("constant logits", LogitBatch.of(3, new double[] {2, 2, 2, 2}, new double[] {-1, -1, -1, -1}));
        edges.put("a constant student", LogitBatch.of(3, new double[] {0, 0, 0, 0}, new double[] {5, 1, -1, 2}));
        edges.put("large logits", LogitBatch.of(4, new double[] {700, -700, 0}, new double[] {-700, 700, 1}));
        edges.put("large logits of two classes", LogitBatch.of(3, new double[] {700, -700}, new double[] {-700, 700}));
        edges.put("a certain teacher", LogitBatch.of(4, new double[] {0, 1, 2}, new double[] {-700, 700, -700}));
        return edges;
    }

    @DataProvider
    public static Iterator<Object[]> methods() {
        return METHODS.stream().map(method -> new Object[] {method}).iterator();
    }

    @DataProvider
    public static Iterator<Object[]> methodsAtEdges() {
        List<Object[]> cases = new ArrayList<>();
        for (Objective method : METHODS) {
            EDGES.forEach((name, batch) -> cases.add(new Object[] {method, name, batch}));
        }
        return cases.iterator();
    }

    /** Student and teacher are shifted in each sample. */
    @Test(dataProvider = "methods")
    public void doesNotChangeWhenAConstantIsAddedToTheLogits(Objective method) {
        LogitBatch batch = LogitBatch.normal(21, 5, 6);
        LogitBatch shifted =
                new LogitBatch(batch.student().map(z -> z + 7), batch.teacher().map(z -> z - 5));
        double value = batch.value(method);
        assertEquals(shifted.value(method), value, 1e-7 * Math.abs(value));
    }

    /** But where the student's own prediction is a target, without gradient. */
    @Test(dataProvider = "methods")
    public void theGradientIsTheSlopeAndBearsACollection(Objective method) {
        LogitBatch batch = LogitBatch.normal(31, 5, 6);
        Slope slope = batch.slope(method, DataType.FLOAT64, System::gc);
        boolean ownTarget = method instanceof Uskd uskd && uskd.weights().target() > 0;
        for (int i = 0; i < batch.student().size() && !ownTarget; i++) {
            double up = batch.plus(i, STEP).value(method);
            double down = batch.plus(i, -STEP).value(method);
            assertEquals(slope.gradient(i), (up - down) / (2 * STEP), 1e-6 * slope.steepest(), "at " + i);
        }
        slope.assertSameBits(batch.slope(method, DataType.FLOAT64, () -> {}));
    }

    @Test(dataProvider = "methodsAtEdges")
    public void isFinite(Objective method, String edge, LogitBatch batch) {
        batch.slope(method).assertFinite();
    }

    @Test(dataProvider = "methods")
    public void nothingStaysWithATeacherThatOutlivesTheBatch(Objective method) {
        LogitBatch batch = LogitBatch.normal(71, 4, 5);
        try (NDManager kept = NDManager.newBaseManager();
                NDManager step = NDManager.newBaseManager()) {
            NDArray teacher = batch.teacher().on(kept, DataType.FLOAT32);
            int before = kept.getManagedArrays().size();
            method.loss(batch.context(batch.student().on(step, DataType.FLOAT32), teacher));
            assertEquals(kept.getManagedArrays().size(), before);
        }
    }

    /** Those that are least where student and teacher agree; DIST's correlations are below 1 by 1e-8 over their lengths. */
    @Test
    public void isZeroAtEquality() {
        LogitBatch some = LogitBatch.normal(41, 6, 5);
        LogitBatch equal = new LogitBatch(some.teacher(), some.teacher());
        for (Objective method : Arrays.asList(
                DecoupledKd.standard(),
                Dist.standard(),
                AlphaBetaDivergence.standard(),
                new AlphaBetaDivergence(1, 0, 4),
                new AlphaBetaDivergence(0, 0, 4),
                Ctkd.standard())) {
            Slope slope = equal.slope(method, DataType.FLOAT64, () -> {});
            assertEquals(slope.value(), 0, 1e-4, method.toString());
            assertEquals(slope.steepest(), 0, 1e-4, method.toString());
            assertTrue(some.value(method) > 1e-3);
        }
    }
}
