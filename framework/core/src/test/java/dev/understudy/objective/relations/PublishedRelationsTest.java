package dev.understudy.objective.relations;

import ai.djl.ndarray.types.DataType;
import dev.understudy.Objective;
import dev.understudy.StudentTap;
import dev.understudy.TeacherTap;
import dev.understudy.objective.PublishedValues;
import dev.understudy.objective.Slope;
import java.util.Map;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/**
 * Against values and gradients that published code computes with PyTorch in float64, for batches of 5 and 8 samples and of
 * seeds 1 and 3 ({@code published.json}): that of the methods' authors for RKD's two parts, PKT, ICKD and ITRD, RepDistiller's
 * for SP, RKD, CC as published, FSP and NST, and that of FaceX-Zoo for CC. PKT without the sample itself and ICKD without
 * normalization are their authors' code with one line changed.
 */
public final class PublishedRelationsTest {

    private static final int[] SAMPLES = {5, 8};

    private static final PublishedValues PUBLISHED = PublishedValues.of(PublishedRelationsTest.class);

    /** Relative, by what is computed in. */
    private static final Map<DataType, Double> TOLERANCES = Map.of(DataType.FLOAT64, 1e-6, DataType.FLOAT32, 1e-5);

    /** Name of the published numbers, what computes the same, and of what. */
    @DataProvider
    public static Object[][] methods() {
        StudentTap own = RelationBatch.OWN;
        TeacherTap theirs = RelationBatch.THEIRS;
        Objective similarity = new SimilarityPreserving(own, theirs);
        Objective embedded = new CorrelationCongruenceAsPublished(own, theirs, 4);
        Objective selectivity = new Nst(own, theirs);
        Objective normalized = new Ickd(own, theirs, Ickd.Form.PUBLISHED);
        return new Object[][] {
            {"sp FEATURES", similarity, LayerShapes.FEATURES},
            {"sp POOLED", similarity, LayerShapes.POOLED},
            {"rkd", Rkd.of(own, theirs), LayerShapes.FEATURES},
            {"rkd distances", new Rkd(own, theirs, 1, 0), LayerShapes.POOLED},
            {"rkd angles", new Rkd(own, theirs, 0, 1), LayerShapes.POOLED},
            {"cc", CorrelationCongruence.of(own, theirs), LayerShapes.FEATURES},
            {"cc 1 5", new CorrelationCongruence(own, theirs, 1, 5), LayerShapes.POOLED},
            {"cc as published FEATURES", embedded, LayerShapes.FEATURES},
            {"cc as published POOLED", embedded, LayerShapes.POOLED},
            {"pkt as published", new Pkt(own, theirs, Pkt.Form.PUBLISHED), LayerShapes.FEATURES},
            {"pkt without the sample", Pkt.of(own, theirs), LayerShapes.FEATURES},
            {"fsp", RelationMethodsTest.FLOW, LayerShapes.FLOW},
            {"nst DEEP", selectivity, LayerShapes.DEEP},
            {"nst WIDE", selectivity, LayerShapes.WIDE},
            {"ickd as published SAME_CHANNELS", normalized, LayerShapes.SAME_CHANNELS},
            {"ickd as published FEW_CHANNELS", normalized, LayerShapes.FEW_CHANNELS},
            {"ickd not normalized SAME_CHANNELS", Ickd.of(own, theirs), LayerShapes.SAME_CHANNELS},
            {"ickd not normalized FEW_CHANNELS", Ickd.of(own, theirs), LayerShapes.FEW_CHANNELS},
            {"itrd", Itrd.of(own, theirs), LayerShapes.FEATURES},
            {"itrd information", new Itrd(own, theirs, new Itrd.Weights(0, 1), 1), LayerShapes.SAME_WIDTH},
            {"itrd correlation", new Itrd(own, theirs, new Itrd.Weights(1, 0), 1.5), LayerShapes.POOLED},
        };
    }

    @Test(dataProvider = "methods")
    public void valueAndGradientAreThePublished(String name, Objective objective, LayerShapes layers) {
        for (int i = 0; i < SAMPLES.length; i++) {
            RelationBatch batch = RelationBatch.normal(layers, 2L * i + 1, SAMPLES[i]);
            for (Map.Entry<DataType, Double> entry : TOLERANCES.entrySet()) {
                Slope slope = batch.slope(objective, entry.getKey(), () -> {});
                PUBLISHED.compare(name, i, slope, 1, entry.getValue());
            }
        }
    }
}
