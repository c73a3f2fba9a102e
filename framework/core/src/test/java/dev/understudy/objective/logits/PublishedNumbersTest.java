package dev.understudy.objective.logits;

import static org.testng.Assert.assertEquals;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.understudy.Objective;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.objective.Discrepancy;
import dev.understudy.objective.Numbers;
import dev.understudy.objective.PublishedValues;
import dev.understudy.objective.Slope;
import java.util.Map;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/**
 * Against values and gradients that the methods' own published code computes with PyTorch in float64, for batches of seeds 1
 * and 3 ({@code published.json}).
 */
public final class PublishedNumbersTest {

    private static final PublishedValues PUBLISHED = PublishedValues.of(PublishedNumbersTest.class);

    private static final LogitBatch[] BATCHES = {LogitBatch.normal(1, 5, 10), LogitBatch.normal(3, 8, 4)};

    /** Relative, by what is computed in. */
    private static final Map<DataType, Double> TOLERANCES = Map.of(DataType.FLOAT64, 1e-6, DataType.FLOAT32, 1e-5);

    private static LogitStandardization standardized(Objective objective) {
        return new LogitStandardization(objective, LogitStandardization.Deviation.SAMPLE);
    }

    /** Name of the published numbers, what computes the same, and by what ours is divided. */
    @DataProvider
    public static Object[][] methods() {
        return new Object[][] {
            {"dkd", DecoupledKd.standard(), 1},
            {"dkd 2 0.5 1.5", new DecoupledKd(2, 0.5, 1.5), 1},
            {"nkd", Nkd.standard(), 1},
            {"nkd 1.5 1", new Nkd(1.5, 1), 1},
            {"dist", Dist.standard(), 1},
            {"dist 1 3 1", new Dist(1, 3, 1), 1},
            {"dkd standardized", standardized(new DecoupledKd(1, 8, 2)), 1},
            {"mlkd class standardized", standardized(MultiLevelLogits.of(MultiLevelLogits.Level.CLASS)), 1},
            {"ttm", Ttm.standard(), 1},
            {"wttm", new Wttm(0.1), 1},
            {"wttm .6", new Wttm(0.6), 1},
            {"abkd 0.8 0.3 4", AlphaBetaDivergence.standard(), 1},
            {"abkd 1 0 4", new AlphaBetaDivergence(1, 0, 4), 1},
            {"abkd 0 1 2", new AlphaBetaDivergence(0, 1, 2), 1},
            {"abkd 0.5 0 1", new AlphaBetaDivergence(0.5, 0, 1), 2},
            {"abkd 0 0.5 1", new AlphaBetaDivergence(0, 0.5, 1), 2},
            {"abkd 0 0 1", new AlphaBetaDivergence(0, 0, 1), 1},
            {"rld", new RefinedLogits(1, 8, 4, 1), 1},
            {"rld same t", RefinedLogits.standard(), 1},
            {"label smoothing 0.1", LabelSmoothing.standard(), 1},
            {"wkd-l", WassersteinLogits.of(LogitBatch.FEATURES), 1},
            {"wkd-l 2 3", new WassersteinLogits(LogitBatch.FEATURES, 3, 2, new WassersteinLogits.Sinkhorn(0.5, 4, 1)), 1
            },
            {"uskd as published", new Uskd(LogitBatch.MIDDLE, Uskd.Weights.standard(), Uskd.Ranking.PUBLISHED), 1},
            {"ctkd", Ctkd.standard(), 1},
            {"norm's cross entropy", new LayerNormalizedLogits(new CrossEntropy(), 2.5), 1},
        };
    }

    @Test(dataProvider = "methods")
    public void valueAndGradientAreThePublished(String name, Objective objective, int divisor) {
        for (int i = 0; i < BATCHES.length; i++) {
            compare(name, i, objective, 1.0 / divisor);
        }
    }

    /** Their shares go to the other classes alone. */
    @Test
    public void labelSmoothingIsThatOfTfKdWithAnotherPart() {
        for (int i = 0; i < BATCHES.length; i++) {
            double classes = BATCHES[i].student().shape().get(1);
            Objective objective = new LabelSmoothing(0.1 * classes / (classes - 1));
            compare("label smoothing of tf-kd 0.1", i, objective, 1);
        }
    }

    /** Their multiplier is 100 and they take the mean over the classes. */
    @Test
    public void tfKdIsThePublishedTimesTheClasses() {
        for (int i = 0; i < BATCHES.length; i++) {
            double classes = BATCHES[i].student().shape().get(1);
            Objective objective = new TfKd(0.99, 20, TfKd.Form.PUBLISHED);
            compare("tf-kd as published", i, objective, 100 / classes);
        }
    }

    /** Ours is a cross entropy, theirs a divergence: the gradients are the same, the values differ by the entropy. */
    @Test
    public void kdOnStandardizedLogitsHasThePublishedGradient() {
        for (int i = 0; i < BATCHES.length; i++) {
            for (Map.Entry<DataType, Double> entry : TOLERANCES.entrySet()) {
                Slope slope = BATCHES[i].slope(standardized(new SoftTargets(2)), entry.getKey(), () -> {});
                PUBLISHED.compareGradient("lskd", i, slope, 1, entry.getValue());
            }
        }
    }

    /** Half of the gradient, and the other way round, as in the fifth of ten epochs. */
    @Test
    public void theTemperaturesGradientIsThePublished() {
        double[] published = {0.03299866679469861, 0.018123210217854246};
        for (int i = 0; i < BATCHES.length; i++) {
            LogitBatch batch = BATCHES[i];
            Discrepancy learned = (theta, teacher) -> Ctkd.standard()
                    .loss(batch.context(batch.student().on(theta.getManager(), DataType.FLOAT64), teacher)
                            .modules((name, inputs, training) -> new NDList(theta)));
            Numbers one = Numbers.of(new Shape(1), 1);
            Slope slope = Slope.of(learned, one, batch.teacher(), DataType.FLOAT64, System::gc);
            assertEquals(slope.gradient(0), published[i], 1e-6 * published[i]);
        }
    }

    private static void compare(String name, int batch, Objective objective, double factor) {
        for (Map.Entry<DataType, Double> entry : TOLERANCES.entrySet()) {
            Slope slope = BATCHES[batch].slope(objective, entry.getKey(), () -> {});
            PUBLISHED.compare(name, batch, slope, factor, entry.getValue());
        }
    }
}
