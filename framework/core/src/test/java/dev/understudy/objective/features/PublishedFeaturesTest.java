package dev.understudy.objective.features;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.understudy.Objective;
import dev.understudy.objective.PublishedValues;
import dev.understudy.objective.Slope;
import dev.understudy.objective.logits.DecoupledKd;
import dev.understudy.objective.logits.Nkd;
import dev.understudy.objective.logits.SampleDivergence;
import dev.understudy.objective.logits.SoftTargets;
import java.util.List;
import java.util.Map;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/**
 * Against values and gradients that the methods' own published code (of VID and AB that of RepDistiller) computes with
 * PyTorch in float64, for maps of seeds 1 and 3 ({@code published.json}). Where sizes differ, PyTorch has averaged the
 * teacher's maps to the student's size.
 */
public final class PublishedFeaturesTest {

    private static final PublishedValues PUBLISHED = PublishedValues.of(PublishedFeaturesTest.class);

    private static final List<FeatureBatch> BATCHES = List.of(
            FeatureBatch.normal(1, new Shape(2, 3, 5, 4), new Shape(2, 5, 5, 4)),
            FeatureBatch.normal(3, new Shape(3, 4, 4, 4), new Shape(3, 4, 8, 8)));

    /** The student's channels are a multiple of the teacher's. */
    private static final List<FeatureBatch> WIDE = List.of(
            FeatureBatch.normal(1, new Shape(2, 10, 5, 4), new Shape(2, 5, 5, 4)),
            FeatureBatch.normal(3, new Shape(3, 8, 4, 4), new Shape(3, 4, 4, 4)));

    /** Height and width can be divided by 4, as they have to be where SDD's code averages twice. */
    private static final List<FeatureBatch> DIVISIBLE = List.of(
            FeatureBatch.normal(1, new Shape(2, 3, 4, 4), new Shape(2, 5, 8, 8)),
            FeatureBatch.normal(3, new Shape(3, 4, 8, 4), new Shape(3, 4, 4, 8)));

    /** Relative, by what is computed in. */
    private static final Map<DataType, Double> TOLERANCES = Map.of(DataType.FLOAT64, 1e-6, DataType.FLOAT32, 2e-5);

    /** Name of the published numbers, what computes the same, its maps, and by what ours is multiplied. */
    @DataProvider
    public static Object[][] methods() {
        return new Object[][] {
            {"vid", Vid.of(FeatureBatch.FIRST, FeatureBatch.TEACHER_FIRST), BATCHES, 1},
            {"cat-kd", ClassMaps.of(FeatureBatch.FIRST, FeatureBatch.TEACHER_FIRST), BATCHES, 1},
            {
                "cat-kd unit 3",
                new ClassMaps(FeatureBatch.FIRST, FeatureBatch.TEACHER_FIRST, 3, ClassMaps.Scale.UNIT),
                BATCHES,
                1
            },
            {"srrl", Srrl.of(FeatureBatch.FIRST, FeatureBatch.TEACHER_FIRST), BATCHES, 1},
            {"srd", LogDistance.of(FeatureBatch.FIRST, FeatureBatch.TEACHER_FIRST), BATCHES, 1},
            {"wkd-f", WassersteinFeatures.of(FeatureBatch.FIRST, FeatureBatch.TEACHER_FIRST), BATCHES, 1},
            {"wkd-f 3 2", new WassersteinFeatures(FeatureBatch.FIRST, FeatureBatch.TEACHER_FIRST, 3, 2), BATCHES, 1},
            {"norm", new NToOne(FeatureBatch.FIRST, FeatureBatch.TEACHER_FIRST), WIDE, 1},
            {
                "ab",
                ActivationBoundaries.of(FeatureBatch.TAPS, FeatureBatch.TEACHER_TAPS),
                BATCHES,
                ActivationBoundaries.WEIGHT
            },
            {
                "ab 0.5",
                new ActivationBoundaries(FeatureBatch.TAPS, FeatureBatch.TEACHER_TAPS, 0.5),
                BATCHES,
                ActivationBoundaries.WEIGHT
            },
            {"ofd", Overhaul.of(FeatureBatch.TAPS, FeatureBatch.TEACHER_TAPS), BATCHES, Overhaul.WEIGHT},
            {
                "mgd",
                new MaskedGeneration(FeatureBatch.FIRST, FeatureBatch.TEACHER_FIRST, 0),
                BATCHES,
                MaskedGeneration.WEIGHT
            },
            {
                "sdd kd",
                ScaleDecoupledKd.of(
                        FeatureBatch.FIRST,
                        FeatureBatch.TEACHER_FIRST,
                        PublishedFeaturesTest::divergencesOfSoftTargets),
                DIVISIBLE,
                1
            },
            {"sdd dkd", parts(DecoupledKd.standard()), DIVISIBLE, 1},
            {"sdd nkd", parts(Nkd.standard()), DIVISIBLE, 1},
        };
    }

    private static Objective parts(SampleDivergence divergence) {
        return new ScaleDecoupledKd(
                FeatureBatch.FIRST,
                FeatureBatch.TEACHER_FIRST,
                List.of(2, 4),
                divergence,
                ScaleDecoupledKd.COMPLEMENTARY);
    }

    /** Cross entropies less those of the teacher with itself, as they have it. */
    private static NDArray divergencesOfSoftTargets(NDArray student, NDArray teacher, NDArray labels) {
        SoftTargets soft = SoftTargets.standard();
        return soft.divergences(student, teacher, labels).sub(soft.divergences(teacher, teacher, labels));
    }

    @Test(dataProvider = "methods")
    public void valueAndGradientAreThePublished(
            String name, Objective objective, List<FeatureBatch> batches, double factor) {
        for (int i = 0; i < batches.size(); i++) {
            for (Map.Entry<DataType, Double> entry : TOLERANCES.entrySet()) {
                Slope slope = batches.get(i).slope(objective, entry.getKey(), () -> {});
                PUBLISHED.compare(name, i, slope, factor, entry.getValue());
            }
        }
    }
}
