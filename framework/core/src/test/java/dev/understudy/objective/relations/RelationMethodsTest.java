package dev.understudy.objective.relations;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.understudy.Objective;
import dev.understudy.StepContext;
import dev.understudy.StudentTap;
import dev.understudy.TeacherTap;
import dev.understudy.objective.Numbers;
import dev.understudy.objective.Slope;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** What every method of relations keeps, whatever it computes. */
public final class RelationMethodsTest {

    /** In float64 the error of a central difference is about {@code STEP^2}, and rounding's is 1e-16 / STEP. */
    private static final double STEP = 1e-5;

    static final StudentTap OWN = RelationBatch.OWN;
    static final TeacherTap THEIRS = RelationBatch.THEIRS;

    static final Fsp FLOW = new Fsp(
            List.of(OWN, new StudentTap("layer2"), new StudentTap("layer3")),
            List.of(THEIRS, new TeacherTap("layer2"), new TeacherTap("layer3")));

    /** What is computed, and on what. */
    private record Method(Objective objective, LayerShapes layers) {}

    private static final List<Method> METHODS = List.of(
            new Method(new SimilarityPreserving(OWN, THEIRS), LayerShapes.FEATURES),
            new Method(new SimilarityPreserving(OWN, THEIRS), LayerShapes.POOLED),
            new Method(Rkd.of(OWN, THEIRS), LayerShapes.FEATURES),
            new Method(new Rkd(OWN, THEIRS, 0, 1), LayerShapes.POOLED),
            new Method(new Rkd(OWN, THEIRS, 1, 0), LayerShapes.POOLED),
            new Method(CorrelationCongruence.of(OWN, THEIRS), LayerShapes.FEATURES),
            new Method(new CorrelationCongruence(OWN, THEIRS, 1, 5), LayerShapes.POOLED),
            new Method(CorrelationCongruenceAsPublished.of(OWN, THEIRS), LayerShapes.FEATURES),
            new Method(CorrelationCongruenceAsPublished.of(OWN, THEIRS), LayerShapes.POOLED),
            new Method(Pkt.of(OWN, THEIRS), LayerShapes.FEATURES),
            new Method(new Pkt(OWN, THEIRS, Pkt.Form.PUBLISHED), LayerShapes.POOLED),
            new Method(FLOW, LayerShapes.FLOW),
            new Method(FLOW, LayerShapes.DEEP_FLOW),
            new Method(new Nst(OWN, THEIRS), LayerShapes.DEEP),
            new Method(new Nst(OWN, THEIRS), LayerShapes.WIDE),
            new Method(new Nst(OWN, THEIRS), LayerShapes.POOLED),
            new Method(Ickd.of(OWN, THEIRS), LayerShapes.SAME_CHANNELS),
            new Method(Ickd.of(OWN, THEIRS), LayerShapes.FEW_CHANNELS),
            new Method(new Ickd(OWN, THEIRS, Ickd.Form.PUBLISHED), LayerShapes.SAME_CHANNELS),
            new Method(new Ickd(OWN, THEIRS, Ickd.Form.PUBLISHED), LayerShapes.FEW_CHANNELS),
            new Method(Itrd.of(OWN, THEIRS), LayerShapes.FEATURES),
            new Method(new Itrd(OWN, THEIRS, new Itrd.Weights(0, 1), 1), LayerShapes.SAME_WIDTH),
            new Method(new Itrd(OWN, THEIRS, new Itrd.Weights(1, 0), 1.5), LayerShapes.POOLED));

    private static final Map<String, UnaryOperator<RelationBatch>> EDGES = edges();

    private static Map<String, UnaryOperator<RelationBatch>> edges() {
        Map<String, UnaryOperator<RelationBatch>> edges = new LinkedHashMap<>();
        edges.put("one sample", batch -> RelationBatch.normal(batch.layers(), 11, 1));
        edges.put("two samples", batch -> RelationBatch.normal(batch.layers(), 11, 2));
        edges.put("an odd batch", batch -> RelationBatch.normal(batch.layers(), 11, 7));
        edges.put("no activation", batch -> both(batch, x -> 0));
        edges.put("constant activations", batch -> both(batch, x -> 2.5));
        edges.put("large constant activations", batch -> both(batch, x -> 1e4));
        edges.put("a constant student", batch -> student(batch, x -> -3));
        edges.put("a student without activation", batch -> student(batch, x -> 0));
        edges.put("a teacher without activation", batch -> swapped(batch, x -> 0));
        edges.put("large activations", batch -> both(batch, x -> 1e4 * x));
        edges.put("a large student", batch -> student(batch, x -> 1e4 * x));
        edges.put("small activations", batch -> both(batch, x -> 1e-6 * x));
        edges.put("tiny activations", batch -> both(batch, x -> 1e-9 * x));
        edges.put("a tiny student", batch -> student(batch, x -> 1e-12 * x));
        edges.put("activations that are hardly numbers", batch -> both(batch, x -> 1e-41 * x));
        edges.put("equal samples", RelationMethodsTest::sameSamples);
        edges.put("large equal samples", batch -> both(sameSamples(batch), x -> 1e4 * x));
        edges.put("two equal samples among others", RelationMethodsTest::twins);
        return edges;
    }

    private static RelationBatch both(RelationBatch batch, DoubleUnaryOperator change) {
        return swapped(student(batch, change), change);
    }

    private static RelationBatch student(RelationBatch batch, DoubleUnaryOperator change) {
        return new RelationBatch(batch.layers(), batch.student().map(change), batch.teacher());
    }

    private static RelationBatch swapped(RelationBatch batch, DoubleUnaryOperator change) {
        return new RelationBatch(
                batch.layers(), batch.student(), batch.teacher().map(change));
    }

    private static RelationBatch sameSamples(RelationBatch batch) {
        return samples(batch, sample -> 0);
    }

    private static RelationBatch twins(RelationBatch batch) {
        return samples(batch, sample -> sample == 2 ? 1 : sample);
    }

    /** Other samples of the batch, or in another order. */
    private static RelationBatch samples(RelationBatch batch, IntUnaryOperator order) {
        return new RelationBatch(batch.layers(), rows(batch.student(), order), rows(batch.teacher(), order));
    }

    private static Numbers rows(Numbers numbers, IntUnaryOperator order) {
        Shape shape = numbers.shape();
        int width = (int) shape.get(1);
        return Numbers.of(
                shape,
                IntStream.range(0, numbers.size())
                        .mapToDouble(i -> numbers.get(order.applyAsInt(i / width) * width + i % width))
                        .toArray());
    }

    @DataProvider
    public static Iterator<Object[]> methods() {
        return methods(method -> true);
    }

    /** Those in which no connector resamples the teacher's maps. */
    @DataProvider
    public static Iterator<Object[]> methodsOfMapsAsTheyAre() {
        return methods(method -> !(method.objective instanceof Nst && method.layers.equals(LayerShapes.POOLED)));
    }

    /** ITRD has no such zero, nor have embeddings that are not the same for both networks. */
    @DataProvider
    public static Iterator<Object[]> methodsWithAZero() {
        return methods(method ->
                !(method.objective instanceof Itrd) && !(method.objective instanceof CorrelationCongruenceAsPublished));
    }

    private static Iterator<Object[]> methods(Predicate<Method> wanted) {
        return METHODS.stream()
                .filter(wanted)
                .map(method -> new Object[] {method.objective, method.layers})
                .iterator();
    }

    @DataProvider
    public static Iterator<Object[]> methodsAtEdges() {
        List<Object[]> cases = new ArrayList<>();
        for (Method method : METHODS) {
            RelationBatch batch = RelationBatch.normal(method.layers, 11, 5);
            EDGES.forEach((name, edge) -> cases.add(new Object[] {method.objective, name, edge.apply(batch)}));
        }
        return cases.iterator();
    }

    @Test(dataProvider = "methods")
    public void theGradientIsTheSlopeAndBearsACollection(Objective objective, LayerShapes layers) {
        RelationBatch batch = RelationBatch.normal(layers, 31, 5);
        Slope slope = batch.slope(objective, DataType.FLOAT64, System::gc);
        assertTrue(slope.steepest() > 0);
        for (int i = 0; i < batch.student().size(); i++) {
            double up = batch.plus(i, STEP).value(objective);
            double down = batch.plus(i, -STEP).value(objective);
            assertEquals(slope.gradient(i), (up - down) / (2 * STEP), 1e-6 * slope.steepest(), "at " + i);
        }
        batch.slope(objective, DataType.FLOAT64, () -> {}).assertSameBits(slope);
    }

    @Test(dataProvider = "methodsAtEdges")
    public void isFinite(Objective objective, String edge, RelationBatch batch) {
        batch.slope(objective, DataType.FLOAT32, () -> {}).assertFinite();
    }

    /** In float32 too, to what its digits allow. */
    @Test(dataProvider = "methods")
    public void float32IsFloat64Rounded(Objective objective, LayerShapes layers) {
        RelationBatch batch = RelationBatch.normal(layers, 31, 9);
        Slope exact = batch.slope(objective, DataType.FLOAT64, () -> {});
        Slope rounded = batch.slope(objective, DataType.FLOAT32, () -> {});
        assertEquals(rounded.value(), exact.value(), 1e-5 * Math.abs(exact.value()));
        for (int i = 0; i < batch.student().size(); i++) {
            assertEquals(rounded.gradient(i), exact.gradient(i), 1e-5 * exact.steepest());
        }
    }

    /** But where samples that follow each other are compared. */
    @Test(dataProvider = "methods")
    public void theOrderOfTheBatchDoesNotMatter(Objective objective, LayerShapes layers) {
        RelationBatch batch = RelationBatch.normal(layers, 21, 6);
        double value = batch.value(objective);
        double turned = samples(batch, sample -> (sample * 5 + 2) % 6).value(objective);
        boolean ordered = objective instanceof CorrelationCongruenceAsPublished;
        assertEquals(turned, value, (ordered ? 1 : 1e-9) * Math.abs(value));
        assertEquals(Math.abs(turned - value) > 1e-3, ordered);
    }

    @Test(dataProvider = "methodsOfMapsAsTheyAre")
    public void nothingStaysWithATeacherThatOutlivesTheBatch(Objective objective, LayerShapes layers) {
        RelationBatch batch = RelationBatch.normal(layers, 71, 4);
        try (NDManager kept = NDManager.newBaseManager();
                NDManager step = NDManager.newBaseManager()) {
            NDArray teacher = batch.teacher().on(kept, DataType.FLOAT32);
            StepContext context = batch.context(batch.student().on(step, DataType.FLOAT32), teacher);
            int before = kept.getManagedArrays().size();
            objective.loss(context);
            assertEquals(kept.getManagedArrays().size(), before);
        }
    }

    @Test(dataProvider = "methodsWithAZero")
    public void isZeroAtEquality(Objective objective, LayerShapes layers) {
        RelationBatch batch = RelationBatch.normal(layers, 41, 6).equal();
        Slope slope = batch.slope(objective, DataType.FLOAT64, () -> {});
        assertEquals(slope.value(), 0, 1e-12);
        assertEquals(slope.steepest(), 0, 1e-7);
        assertTrue(RelationBatch.normal(layers, 41, 6).value(objective) > 1e-5);
    }
}
