package dev.understudy.objective.logits;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.understudy.Activations;
import dev.understudy.InputException;
import dev.understudy.Objective;
import dev.understudy.StepContext;
import dev.understudy.TrainingProgress;
import dev.understudy.objective.InView;
import dev.understudy.objective.Numbers;
import dev.understudy.objective.Slope;
import java.util.List;
import java.util.Map;
import org.testng.Assert.ThrowingRunnable;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Methods with a teacher: values with their arithmetic. In a batch of one sample the true class is number 1. */
public final class HandWorkedTest {

    private static final double THREE = Math.log(3);

    @Test
    public void decoupledKd() {
        // T = 1. True class: 3/4 ln(3/4 / 1/2) + 1/4 ln(1/4 / 1/2) = 0.304099 - 0.173287 = 0.130812.
        assertEquals(LogitBatch.THIRDS.value(new DecoupledKd(2, 0, 1)), 2 * 0.130812, 1e-6);
        // The others: student (1/2, 1/2), teacher (1/4, 3/4): 1/4 ln 1/2 + 3/4 ln 3/2 = 0.130812.
        LogitBatch others = LogitBatch.of(1, new double[] {0, 9, 0}, new double[] {0, 5, THREE});
        assertEquals(others.value(new DecoupledKd(0, 8, 1)), 8 * 0.130812, 1e-6);
    }

    @Test
    public void decoupledKdOfTwoClassesIsTheTrueClassAlone() {
        LogitBatch two = LogitBatch.of(1, new double[] {0, 0}, new double[] {0, THREE});
        assertEquals(two.value(new DecoupledKd(1, 8, 1)), 0.130812, 1e-6);
    }

    @Test
    public void nkd() {
        // True class: -3/4 ln 1/2 = 0.519860. The others: (1/2, 1/2) against (1/2, 1/2): ln 2 = 0.693147, times 1.5.
        assertEquals(LogitBatch.THIRDS.value(new Nkd(1.5, 1)), 0.519860 + 1.5 * 0.693147, 1e-6);
    }

    @Test
    public void dist() {
        // T = 1, 2 samples. Student (1/2, 1/2) and (1/4, 3/4), teacher (1/4, 3/4) and (1/8, 7/8), by logits 0 and ln.
        // Between classes: the first student does not vary, 0; the second 1: mean 1/2. Within: both columns 1.
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray student = manager.create(new double[][] {{0, 0}, {0, THREE}});
            NDArray teacher = manager.create(new double[][] {{0, THREE}, {0, Math.log(7)}});
            assertEquals(new Dist(1, 0, 1).distance(student, teacher).getDouble(), 0.5, 1e-5);
            assertEquals(new Dist(0, 1, 1).distance(student, teacher).getDouble(), 0, 1e-5);
            // The teacher's samples change places: within both columns -1, so that 1 - (-1) = 2, times T^2 = 4.
            NDArray turned = manager.create(new double[][] {{0, 2 * Math.log(7)}, {0, 2 * THREE}});
            assertEquals(new Dist(0, 1, 2).distance(student, turned).getDouble(), 8, 1e-4);
        }
    }

    @Test
    public void logitStandardization() {
        // (0, 2, 4): mean 2, deviations: population sqrt(8/3) = 1.632993, sample 2.
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray logits = manager.create(new double[][] {{0, 2, 4}});
            Objective any = SoftTargets.standard();
            double[] paper = LogitStandardization.of(any).standardized(logits).toDoubleArray();
            assertEquals(paper, new double[] {-1.224745, 0, 1.224745}, 1e-6);
            double[] published = new LogitStandardization(any, LogitStandardization.Deviation.SAMPLE)
                    .standardized(logits)
                    .toDoubleArray();
            assertEquals(published, new double[] {-1, 0, 1}, 1e-6);
        }
    }

    /** As a last layer that begins with zeros puts them out; the teacher's (1, -1) is (0.880797, 0.119203). */
    @Test
    public void aStudentOfEqualLogitsTakesNoLongStep() {
        LogitBatch equal = LogitBatch.of(1, new double[] {0, 0}, new double[] {1, -1});
        // (0.5 - 0.880797) by a deviation of 1.
        Slope standardized = equal.slope(LogitStandardization.of(new SoftTargets(1)));
        assertEquals(standardized.gradient(0), -0.380797, 1e-6);
        assertEquals(standardized.gradient(1), 0.380797, 1e-6);
        // The teacher's deviations (0.380797, -0.380797) by lengths of 1, by the softmax's 0.5.
        Slope correlated = equal.slope(new Dist(1, 0, 1));
        assertEquals(correlated.value(), 1, 1e-6);
        assertEquals(correlated.gradient(0), -0.190399, 1e-6);
        assertEquals(correlated.gradient(1), 0.190399, 1e-6);
    }

    /** Numbers that are not the same as their mean in float32. */
    @Test
    public void roundingIsNoDeviation() {
        double[] student = {0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1};
        LogitBatch equal = LogitBatch.of(3, student, new double[] {5, 1, -1, 2, 0, 3, -2});
        for (Objective method : List.of(
                LogitStandardization.of(new SoftTargets(2)),
                LogitStandardization.of(DecoupledKd.standard()),
                Dist.standard())) {
            Slope exact = equal.slope(method, DataType.FLOAT64, () -> {});
            Slope rounded = equal.slope(method);
            assertEquals(rounded.value(), exact.value(), 1e-4, method.toString());
            for (int i = 0; i < exact.size(); i++) {
                assertEquals(rounded.gradient(i), exact.gradient(i), 1e-4, method.toString());
            }
        }
        assertEquals(equal.slope(Dist.standard()).value(), 64, 1e-4);
    }

    /** A scaled and shifted student is the same student, in another view too. */
    @Test
    public void standardizedLogitsHaveNoScale() {
        LogitBatch batch = LogitBatch.normal(51, 4, 5);
        LogitBatch scaled = new LogitBatch(batch.student().map(z -> 3 * z + 1), batch.teacher());
        Objective kd = LogitStandardization.of(new SoftTargets(2));
        assertEquals(scaled.value(kd), batch.value(kd), 1e-6);
        assertEquals(kd.needs().readsTeacherLogits(), true);
        try (NDManager manager = NDManager.newBaseManager()) {
            StepContext seen = context(manager, batch);
            StepContext context = context(manager, scaled).view("strong", seen);
            Objective inside = LogitStandardization.of(new InView("strong", new SoftTargets(2)));
            Objective outside = new InView("strong", kd);
            assertEquals(inside.loss(context).getDouble(), batch.value(kd), 1e-9);
            assertEquals(outside.loss(context).getDouble(), batch.value(kd), 1e-9);
            assertTrue(inside.needs().getViews().containsKey("strong"));
            assertEquals(
                    context.getStudent().getLogits().toDoubleArray()[1],
                    scaled.student().get(1),
                    1e-12);
        }
    }

    private static StepContext context(NDManager manager, LogitBatch batch) {
        return StepContext.of(
                new Activations<>("student", Map.of(), batch.student().on(manager, DataType.FLOAT64)),
                new Activations<>("teacher", Map.of(), batch.teacher().on(manager, DataType.FLOAT64)),
                manager.create(new long[] {0, 1, 2, 3}));
    }

    @Test
    public void ttmAndWttm() {
        // gamma = 1/2: the teacher's 1/9, 4/9, 4/9 becomes 1/3, 2/3, 2/3 over their sum 5/3: 1/5, 2/5, 2/5.
        // Student 1/4, 1/2, 1/4: 1/5 ln 4/5 + 2/5 ln 4/5 + 2/5 ln 8/5 = 0.6 (-0.223144) + 0.4 (0.470004) = 0.054115.
        LogitBatch batch =
                LogitBatch.of(1, new double[] {0, Math.log(2), 0}, new double[] {0, Math.log(4), Math.log(4)});
        assertEquals(batch.value(new Ttm(0.5)), 0.054115, 1e-6);
        assertEquals(batch.value(new Wttm(0.5)), 5.0 / 3 * 0.054115, 2e-6);
        LogitBatch matched = new LogitBatch(batch.teacher().map(z -> z / 2), batch.teacher());
        assertEquals(matched.value(new Ttm(0.5)), 0, 1e-7);
        assertEquals(matched.value(new Wttm(0.5)), 0, 1e-7);
    }

    @Test
    public void alphaBetaDivergence() {
        // alpha = beta = 1, T = 1: -(p q - p^2/2 - q^2/2) = (p - q)^2 / 2: (1/8)^2 + (1/4)^2 + (1/8)^2 = 0.09375, half.
        assertEquals(LogitBatch.THIRDS.value(new AlphaBetaDivergence(1, 1, 1)), 0.046875, 1e-7);
        // alpha = 1, beta = 0: KL(p || q) = 2/8 ln 1/2 + 3/4 ln 3/2 = 0.130812.
        assertEquals(LogitBatch.THIRDS.value(new AlphaBetaDivergence(1, 0, 1)), 0.130812, 1e-6);
        // alpha = 0, beta = 1: KL(q || p) = 2/4 ln 2 + 1/2 ln 2/3 = 0.143841.
        assertEquals(LogitBatch.THIRDS.value(new AlphaBetaDivergence(0, 1, 1)), 0.143841, 1e-6);
        // Both 0: ln 2, ln 3/2, ln 2 squared and halved: 0.480453 + 0.082201 = 0.562654.
        assertEquals(LogitBatch.THIRDS.value(new AlphaBetaDivergence(0, 0, 1)), 0.562654, 1e-6);
    }

    /** Of the authors' code the limits are not: it has 1 / alpha in place of the square. */
    @Test
    public void theDivergencesLimitsAreLimits() {
        LogitBatch batch = LogitBatch.normal(61, 5, 6);
        for (double[] to : new double[][] {{0.5, 0}, {0, 0.5}, {0, 0}}) {
            double limit = batch.value(new AlphaBetaDivergence(to[0], to[1], 2));
            double near = batch.value(new AlphaBetaDivergence(Math.max(to[0], 1e-3), Math.max(to[1], 1e-3), 2));
            assertEquals(near, limit, 0.01 * limit);
        }
    }

    @Test
    public void refinedLogits() {
        // Teacher's probabilities 1/2, 1/4, 1/8, 1/8 with the true class second: the first is wrong.
        // Confidence: teacher (1/2, 1/2) by the first, student (1/4, 3/4) by the second: 1/2 ln 2 + 1/2 ln 2/3 =
        // 0.143841.
        // Correlation: of the last two, teacher (1/2, 1/2), student (1/4, 3/4): the same number.
        LogitBatch batch = LogitBatch.of(
                1, new double[] {Math.log(8), Math.log(4), 0, THREE}, new double[] {Math.log(4), Math.log(2), 0, 0});
        assertEquals(batch.value(new RefinedLogits(1, 0, 1, 1)), 0.143841, 1e-6);
        assertEquals(batch.value(new RefinedLogits(0, 1, 1, 1)), 0.143841, 1e-6);
        LogitBatch none =
                new LogitBatch(batch.student(), Numbers.of(batch.teacher().shape(), 1, 0, 1, 1));
        assertEquals(none.value(new RefinedLogits(0, 1, 1, 1)), 0);
        assertEquals(none.slope(new RefinedLogits(0, 1, 1, 1)).steepest(), 0);
    }

    /** Where the teacher is right. */
    @Test
    public void refinedLogitsOfARightTeacherAreDecoupled() {
        LogitBatch right = LogitBatch.of(1, new double[] {0, 2, 1}, new double[] {1, 5, -2});
        assertEquals(right.value(RefinedLogits.standard()), right.value(DecoupledKd.standard()), 1e-6);
    }

    @Test
    public void ctkd() {
        // Theta = 1: sigmoid 0.731059, T = 1 + 20 * 0.7310586 = 15.6211716. Logits are T times (0, ln 3) and (0, 0):
        // KL((1/4, 3/4) || (1/2, 1/2)) = 0.130812, times T^2 = 244.021001.
        double t = 15.6211716;
        LogitBatch batch = LogitBatch.of(1, new double[] {0, 0}, new double[] {0, t * THREE});
        assertEquals(batch.value(Ctkd.standard()), 0.130812 * 244.021001, 1e-3);
        // Half a cosine from 0 to 1 over 10 epochs, of which the fifth is the middle.
        Ctkd ctkd = Ctkd.standard();
        assertEquals(ctkd.lambda(new TrainingProgress(4, 240, 0, 9)), 0.5, 1e-12);
        assertEquals(ctkd.lambda(new TrainingProgress(0, 240, 8, 9)), 0.024472, 1e-6);
        assertEquals(ctkd.lambda(new TrainingProgress(9, 240, 0, 9)), 1.0);
        assertEquals(ctkd.lambda(new TrainingProgress(99, 240, 0, 9)), 1.0);
        assertEquals(new Ctkd(1, 20, 0).lambda(new TrainingProgress(0, 1, 0, 1)), 1.0);
    }

    @DataProvider
    public static Object[][] impossible() {
        return new Object[][] {
            {(ThrowingRunnable) () -> new DecoupledKd(-1, 8, 4), "The alpha of DKD must be at least 0, got -1.0"},
            {(ThrowingRunnable) () -> new DecoupledKd(1, 8, 0), "The temperature of DKD must be above 0, got 0.0"},
            {(ThrowingRunnable) () -> new Nkd(Double.NaN, 1), "The gamma of NKD must be at least 0, got NaN"},
            {(ThrowingRunnable) () -> new Dist(1, -2, 1), "The gamma of DIST must be at least 0, got -2.0"},
            {(ThrowingRunnable) () -> new Ttm(0), "The power of TTM must be above 0, got 0.0"},
            {
                (ThrowingRunnable) () -> new AlphaBetaDivergence(0.5, -0.1, 1),
                "The beta of ABKD must be at least 0, got -0.1"
            },
            {
                (ThrowingRunnable) () -> new LabelSmoothing(1),
                "The part of label smoothing must be from 0 to below 1, got 1.0"
            },
            {
                (ThrowingRunnable) () -> new TfKd(1, 20, TfKd.Form.PAPER),
                "The true class's probability of Tf-KD must be above 0 and below 1, got 1.0"
            },
            {
                (ThrowingRunnable) () -> new WassersteinLogits.Sinkhorn(0.05, 0, 1),
                "WKD-L needs 1 iteration or more, got 0"
            },
            {(ThrowingRunnable) () -> new Ctkd(1, 0, 10), "The range of CTKD's temperature must be above 0, got 0.0"},
        };
    }

    @Test(dataProvider = "impossible")
    public void refusesWhatHasNoMeaning(ThrowingRunnable making, String message) {
        assertEquals(refusal(making), message);
    }

    private static String refusal(ThrowingRunnable making) {
        return String.valueOf(expectThrows(InputException.class, making).getMessage());
    }
}
