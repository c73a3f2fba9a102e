package dev.understudy.objective.features;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.understudy.InputException;
import dev.understudy.Objective;
import dev.understudy.objective.Discrepancy;
import dev.understudy.objective.Numbers;
import dev.understudy.objective.Slope;
import dev.understudy.objective.logits.DecoupledKd;
import dev.understudy.objective.logits.Nkd;
import dev.understudy.objective.logits.SoftTargets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** What every method of features keeps, whatever it computes. */
public final class FeatureMethodsTest {

    /** In float64 the error of a central difference is about {@code STEP^2}, and rounding's is 1e-16 / STEP. */
    private static final double STEP = 1e-5;

    /** No batch norm can be trained with it; a stage leaves out such a batch, or refuses it. */
    private static final String ONE_NUMBER = "one sample of one location";

    private static final NToOne NORM = new NToOne(FeatureBatch.FIRST, FeatureBatch.TEACHER_FIRST);

    private static final List<Objective> METHODS = List.of(
            Vid.of(FeatureBatch.FIRST, FeatureBatch.TEACHER_FIRST),
            ClassMaps.of(FeatureBatch.FIRST, FeatureBatch.TEACHER_FIRST),
            new ClassMaps(FeatureBatch.FIRST, FeatureBatch.TEACHER_FIRST, 2, ClassMaps.Scale.UNIT),
            Srrl.of(FeatureBatch.FIRST, FeatureBatch.TEACHER_FIRST),
            LogDistance.of(FeatureBatch.FIRST, FeatureBatch.TEACHER_FIRST),
            WassersteinFeatures.of(FeatureBatch.FIRST, FeatureBatch.TEACHER_FIRST),
            new WassersteinFeatures(FeatureBatch.FIRST, FeatureBatch.TEACHER_FIRST, 2, 2),
            NORM,
            ActivationBoundaries.of(FeatureBatch.TAPS, FeatureBatch.TEACHER_TAPS),
            Overhaul.of(FeatureBatch.TAPS, FeatureBatch.TEACHER_TAPS),
            MaskedGeneration.of(FeatureBatch.FIRST, FeatureBatch.TEACHER_FIRST),
            ScaleDecoupledKd.of(FeatureBatch.FIRST, FeatureBatch.TEACHER_FIRST, SoftTargets.standard()),
            new ScaleDecoupledKd(
                    FeatureBatch.FIRST, FeatureBatch.TEACHER_FIRST, List.of(2, 3), DecoupledKd.standard(), 2),
            new ScaleDecoupledKd(FeatureBatch.FIRST, FeatureBatch.TEACHER_FIRST, List.of(4), Nkd.standard(), 0));

    private static final Map<String, FeatureBatch> EDGES = edges();

    private static Map<String, FeatureBatch> edges() {
        Map<String, FeatureBatch> edges = new LinkedHashMap<>();
        Shape own = new Shape(3, 4, 4, 2);
        Shape other = new Shape(3, 2, 4, 2);
        FeatureBatch normal = FeatureBatch.normal(11, own, other);
        Numbers same = FeatureBatch.normal(11, new Shape(1, 4, 4, 2), new Shape(1, 2, 4, 2))
                .student();
        edges.put("an odd batch", normal);
        edges.put("two classes", FeatureBatch.normal(11, new Shape(4, 2, 4, 4), new Shape(4, 1, 4, 4)));
        edges.put("one sample", FeatureBatch.normal(11, new Shape(1, 4, 4, 2), new Shape(1, 2, 4, 2)));
        edges.put(ONE_NUMBER, FeatureBatch.normal(11, new Shape(1, 4, 1, 1), new Shape(1, 2, 1, 1)));
        edges.put("one location", FeatureBatch.normal(11, new Shape(3, 4, 1, 1), new Shape(3, 2, 1, 1)));
        edges.put("equal maps", new FeatureBatch(normal.student(), normal.student()));
        edges.put("maps of zeros", normal.map(x -> 0));
        edges.put("constant maps", normal.map(x -> 2));
        edges.put("constant negative maps", normal.map(x -> -2));
        edges.put("large maps", normal.map(x -> 1e4 * x));
        edges.put("large constant maps", normal.map(x -> 1e4));
        edges.put(
                "samples that are all the same",
                new FeatureBatch(repeated(same, 3), normal.teacher().map(x -> 0.5)));
        edges.put("a larger student", FeatureBatch.normal(11, new Shape(3, 4, 7, 5), other));
        edges.put("a larger teacher", FeatureBatch.normal(11, own, new Shape(3, 2, 5, 9)));
        edges.put("a teacher of one location", FeatureBatch.normal(11, own, new Shape(3, 2, 1, 1)));
        return edges;
    }

    private static Numbers repeated(Numbers one, int times) {
        double[] all = new double[one.size() * times];
        for (int i = 0; i < all.length; i++) {
            all[i] = one.get(i % one.size());
        }
        return Numbers.of(new Shape(times).addAll(one.shape().slice(1)), all);
    }

    @DataProvider
    public static Iterator<Object[]> methods() {
        return methods(method -> true);
    }

    private static Iterator<Object[]> methods(Predicate<Objective> wanted) {
        return METHODS.stream()
                .filter(wanted)
                .map(method -> new Object[] {method})
                .iterator();
    }

    /** MGD draws which channels of each sample it leaves out. */
    @DataProvider
    public static Iterator<Object[]> methodsWithoutOrder() {
        return methods(method -> !(method instanceof MaskedGeneration));
    }

    /** SRD takes averaged features too. */
    @DataProvider
    public static Iterator<Object[]> methodsOfMaps() {
        return methods(method -> !(method instanceof LogDistance));
    }

    @DataProvider
    public static Iterator<Object[]> methodsAtEdges() {
        List<Object[]> cases = new ArrayList<>();
        for (Objective method : METHODS) {
            EDGES.forEach((name, batch) -> {
                if (!name.equals(ONE_NUMBER) || !hasBatchNorm(method)) {
                    cases.add(new Object[] {method, name, batch});
                }
            });
        }
        return cases.iterator();
    }

    private static boolean hasBatchNorm(Objective method) {
        return method.needs().getModules().stream().anyMatch(module -> module.getBuilder() instanceof Adapter);
    }

    /** The student's channels are a multiple of the teacher's, as NORM needs them. */
    private static FeatureBatch batch(long seed) {
        return FeatureBatch.normal(seed, new Shape(3, 6, 4, 3), new Shape(3, 3, 4, 3));
    }

    @Test(dataProvider = "methods")
    public void theGradientIsTheSlopeAndBearsACollection(Objective method) {
        FeatureBatch batch = batch(31);
        Slope slope = batch.slope(method, DataType.FLOAT64, System::gc);
        for (int i = 0; i < batch.student().size(); i += 5) {
            double up = batch.plus(i, STEP).value(method);
            double down = batch.plus(i, -STEP).value(method);
            assertEquals(slope.gradient(i), (up - down) / (2 * STEP), 2e-6 * slope.steepest(), "at " + i);
        }
        slope.assertSameBits(batch.slope(method, DataType.FLOAT64, () -> {}));
    }

    @Test(dataProvider = "methodsAtEdges")
    public void isFinite(Objective method, String edge, FeatureBatch batch) {
        batch.slope(method, DataType.FLOAT32, () -> {}).assertFinite();
    }

    @Test(dataProvider = "methods")
    public void nothingStaysWithATeacherThatOutlivesTheBatch(Objective method) {
        FeatureBatch batch = batch(71);
        try (NDManager kept = NDManager.newBaseManager();
                NDManager step = NDManager.newBaseManager()) {
            NDArray teacher = batch.teacher().on(kept, DataType.FLOAT32);
            int before = kept.getManagedArrays().size();
            NDArray own = batch.student().on(step, DataType.FLOAT32);
            method.loss(batch.context(method, own, teacher));
            assertEquals(kept.getManagedArrays().size(), before);
        }
    }

    /** The order of the samples changes nothing. */
    @Test(dataProvider = "methodsWithoutOrder")
    public void samplesHaveNoOrder(Objective method) {
        FeatureBatch batch = batch(51);
        FeatureBatch turned = new FeatureBatch(turned(batch.student()), turned(batch.teacher()));
        double value = batch.value(method);
        assertEquals(turned.value(method), value, 1e-9 * Math.max(1, Math.abs(value)));
    }

    private static Numbers turned(Numbers numbers) {
        int samples = (int) numbers.shape().get(0);
        int each = numbers.size() / samples;
        double[] values = new double[numbers.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = numbers.get((samples - 1 - i / each) * each + i % each);
        }
        return Numbers.of(numbers.shape(), values);
    }

    /** Those that compare like with like, without a module or a margin. */
    @DataProvider
    public static Iterator<Object[]> methodsWithAZero() {
        return methods(
                method -> method instanceof ClassMaps || method instanceof WassersteinFeatures || method == NORM);
    }

    @Test(dataProvider = "methodsWithAZero")
    public void isZeroAtEquality(Objective method) {
        Discrepancy comparison = (Discrepancy) method;
        Numbers maps = batch(41).teacher();
        Numbers others = batch(43).teacher();
        Slope slope = Slope.of(comparison, maps, maps, DataType.FLOAT64, () -> {});
        assertEquals(slope.value(), 0, 1e-12, method.toString());
        assertEquals(slope.steepest(), 0, 1e-9, method.toString());
        assertTrue(Slope.valueOf(comparison, maps, others, DataType.FLOAT64) > 1e-3);
    }

    @Test(dataProvider = "methodsOfMaps")
    public void flattenedFeaturesAreRefused(Objective method) {
        FeatureBatch flat = FeatureBatch.normal(1, new Shape(2, 4, 3, 3), new Shape(2, 2, 3, 3));
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray maps = flat.student().on(manager, DataType.FLOAT32).reshape(2, 36);
            NDArray teacher = flat.teacher().on(manager, DataType.FLOAT32);
            InputException refusal =
                    expectThrows(InputException.class, () -> method.loss(flat.context(method, maps, teacher)));
            String message = String.valueOf(refusal.getMessage());
            assertTrue(message.contains("[batch, channels, height, width]"), message);
        }
    }
}
