package dev.understudy.objective;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.understudy.Activations;
import dev.understudy.StepContext;
import dev.understudy.StudentTap;
import dev.understudy.TeacherTap;
import java.util.Map;
import java.util.stream.IntStream;
import org.testng.annotations.Test;

public final class NormAndDirectionTest {

    private static final StudentTap STUDENT = new StudentTap("flatten");
    private static final TeacherTap TEACHER = new TeacherTap("flatten");
    private static final NormAndDirection OBJECTIVE = new NormAndDirection(STUDENT, TEACHER);
    private static final Shape FEATURES = new Shape(4, 5);

    private static int row(int place) {
        return place / 5;
    }

    /** The numbers that PyTorch was given: 2 sin(1.3 b + 0.7 k + 0.2), the second row three times as long. */
    private static Numbers student() {
        return Numbers.of(
                FEATURES,
                IntStream.range(0, 20)
                        .mapToDouble(i -> (i / 5 == 1 ? 6 : 2) * Math.sin(1.3 * row(i) + 0.7 * (i % 5) + 0.2))
                        .toArray());
    }

    private static Numbers teacher() {
        return Numbers.of(
                FEATURES,
                IntStream.range(0, 20)
                        .mapToDouble(i -> 3 * Math.cos(0.9 * row(i) - 1.1 * (i % 5)))
                        .toArray());
    }

    private static Numbers centers() {
        return Numbers.of(
                new Shape(3, 5),
                IntStream.range(0, 15)
                        .mapToDouble(i -> Math.sin(0.8 * row(i) + 1.7 * (i % 5)))
                        .toArray());
    }

    /** As a discrepancy of the features, with the labels 2, 0, 1, 2. */
    private static NDArray loss(NDArray own, NDArray other) {
        NDManager manager = own.getManager();
        NDArray centers = centers().on(manager, own.getDataType());
        NDArray labels = manager.create(new long[] {2, 0, 1, 2});
        StepContext context = StepContext.of(
                        new Activations<>("student", Map.of(STUDENT, own), manager.zeros(new Shape(4, 3))),
                        new Activations<>("teacher", Map.of(TEACHER, other), null),
                        labels)
                .precomputed("class centres of flatten", centers);
        if (own.getDataType() == DataType.FLOAT64) {
            context = context.softLabels(context.getSoftLabels().toType(DataType.FLOAT64, false));
        }
        return OBJECTIVE.loss(context);
    }

    @Test
    public void isTheHandWorkedValue() {
        // f_s = (3, 4), the direction (1, 0), |f_t| = 10: 1 - 3 / 10 = 0.7; |f_t| = 1: 1 - 3 / 5 = 0.4.
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray own = manager.create(new float[] {3, 4}, new Shape(1, 2));
            NDArray wanted = manager.create(new float[] {1, 0}, new Shape(1, 2));
            NDArray far = manager.create(new float[] {6, 8}, new Shape(1, 2));
            NDArray near = manager.create(new float[] {0, 1}, new Shape(1, 2));
            assertEquals(NormAndDirection.loss(own, far, wanted).getFloat(), 0.7f, 1e-6f);
            assertEquals(NormAndDirection.loss(own, near, wanted).getFloat(), 0.4f, 1e-6f);
            NDArray there = manager.create(new float[] {7, 0}, new Shape(1, 2));
            assertEquals(NormAndDirection.loss(there, near, wanted).getFloat(), 0f, 1e-6f);
        }
    }

    @Test
    public void isWhatTheAuthorsCodeComputes() {
        Slope slope = Slope.of(NormAndDirectionTest::loss, student(), teacher());
        assertEquals(slope.value(), 0.8880557006729346, 1e-5);
        double[] second = {
            0.004357302457718473,
            -0.013488890941287687,
            0.005431121210632945,
            0.013957334137494535,
            -0.012482832623798203
        };
        for (int i = 0; i < 5; i++) {
            assertEquals(slope.gradient(5 + i), second[i], 1e-5);
        }
    }

    @Test
    public void theGradientIsTheSlope() {
        Slope slope = Slope.of(NormAndDirectionTest::loss, student(), teacher(), DataType.FLOAT64, System::gc);
        for (int i = 0; i < 20; i += 3) {
            double up = Slope.valueOf(NormAndDirectionTest::loss, student().plus(i, 1e-4), teacher(), DataType.FLOAT64);
            double down =
                    Slope.valueOf(NormAndDirectionTest::loss, student().plus(i, -1e-4), teacher(), DataType.FLOAT64);
            assertEquals(slope.gradient(i), (up - down) / 2e-4, 1e-6);
        }
    }

    @Test
    public void doesNotChangeWithTheLengthOfTheCentres() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray own = student().on(manager, DataType.FLOAT32);
            NDArray other = teacher().on(manager, DataType.FLOAT32);
            StepContext context = StepContext.of(
                    new Activations<>("student", Map.of(STUDENT, own), manager.zeros(new Shape(4, 3))),
                    new Activations<>("teacher", Map.of(TEACHER, other), null),
                    manager.create(new long[] {2, 0, 1, 2}));
            float one = OBJECTIVE
                    .loss(context.precomputed(
                            "class centres of flatten", centers().on(manager, DataType.FLOAT32)))
                    .getFloat();
            Numbers longer = centers().map(x -> 9 * x);
            float nine = OBJECTIVE
                    .loss(context.precomputed("class centres of flatten", longer.on(manager, DataType.FLOAT32)))
                    .getFloat();
            assertEquals(nine, one, 1e-6f);
        }
    }

    @Test
    public void featuresThatAreAllZeroAreFinite() {
        Slope slope = Slope.of(
                NormAndDirectionTest::loss, student().map(x -> 0), teacher().map(x -> 0));
        slope.assertFinite();
        assertEquals(slope.value(), 1.0, 1e-6);
    }

    @Test
    public void mapsAreAveragedAndCentresAreTheMeansOfTheClasses() {
        try (NDManager manager = NDManager.newBaseManager()) {
            // Two maps of two channels, 1 x 2: means (2, 0) and (4, 1); a third sample (0, 6).
            NDArray maps = manager.create(new float[] {1, 3, 0, 0, 4, 4, 1, 1}, new Shape(2, 2, 1, 2));
            NDArray more = manager.create(new float[] {0, 0, 6, 6}, new Shape(1, 2, 1, 2));
            Precomputed.Fold fold = new ClassCenters(TEACHER).begin(manager, 3);
            fold.add(batch(manager, maps, 1, 0));
            fold.add(batch(manager, more, 1));
            // Class 1: ((2, 0) + (0, 6)) / 2; class 0: (4, 1); nobody in class 2.
            assertEquals(fold.result().toFloatArray(), new float[] {4, 1, 1, 3, 0, 0});
        }
    }

    private static StepContext batch(NDManager manager, NDArray features, long... labels) {
        return StepContext.of(
                new Activations<>("student", Map.of(), null),
                new Activations<>("teacher", Map.of(TEACHER, features), null),
                manager.create(labels));
    }

    @Test
    public void readsFeaturesAndCentres() {
        assertEquals(OBJECTIVE.needs().getPrecomputed().size(), 1);
        assertEquals(OBJECTIVE.needs().getPrecomputed().get(0), new ClassCenters(TEACHER));
        assertTrue(OBJECTIVE.needs().readsTeacher());
    }
}
