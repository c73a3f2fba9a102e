package dev.understudy.objective.logits;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.understudy.Activations;
import dev.understudy.InputException;
import dev.understudy.Needs;
import dev.understudy.StepContext;
import dev.understudy.objective.InView;
import dev.understudy.objective.Numbers;
import dev.understudy.objective.Slope;
import dev.understudy.objective.logits.MultiLevelLogits.Level;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public final class MultiLevelLogitsTest {

    private static final Shape SHAPE = new Shape(4, 5);

    private static int row(int place) {
        return place / 5;
    }

    /** The numbers that PyTorch was given: 2 sin(1.3 b + 0.7 k + 0.2 + off). */
    private static Numbers student(double off) {
        return Numbers.of(
                SHAPE,
                IntStream.range(0, 20)
                        .mapToDouble(i -> 2 * Math.sin(1.3 * row(i) + 0.7 * (i % 5) + 0.2 + off))
                        .toArray());
    }

    /** 3 cos(0.9 b - 1.1 k + off). */
    private static Numbers teacher(double off) {
        return Numbers.of(
                SHAPE,
                IntStream.range(0, 20)
                        .mapToDouble(i -> 3 * Math.cos(0.9 * row(i) - 1.1 * (i % 5) + off))
                        .toArray());
    }

    private static MultiLevelLogits of(Level level) {
        return MultiLevelLogits.of(level);
    }

    @Test
    public void isTheHandWorkedValue() {
        // T = 1. Student (1/2, 1/2), teacher (1/4, 3/4): KL = 1/4 ln 1/2 + 3/4 ln 3/2 = 0.130812; times 1.
        Numbers student = Numbers.of(new Shape(1, 2), 0, 0);
        Numbers teacher = Numbers.of(new Shape(1, 2), 0, Math.log(3));
        List<Double> one = List.of(1.0);
        assertEquals(Slope.valueOf(new MultiLevelLogits(Level.INSTANCE, one, false), student, teacher), 0.130812, 1e-6);
        // Batch: (1/16 + 9/16 - 1/2)^2 / 1 = (1/8)^2 = 0.015625.
        assertEquals(Slope.valueOf(new MultiLevelLogits(Level.BATCH, one, false), student, teacher), 0.015625, 1e-6);
        // Classes: the outer products differ by -3/16, -1/16, -1/16, 5/16: (9 + 1 + 1 + 25) / 256 / 2 = 0.0703125.
        assertEquals(Slope.valueOf(new MultiLevelLogits(Level.CLASS, one, false), student, teacher), 0.0703125, 1e-6);
    }

    @Test
    public void isWhatPyTorchComputes() {
        Numbers student = student(0);
        Numbers teacher = teacher(0);
        assertEquals(Slope.valueOf(of(Level.INSTANCE), student, teacher), 10.366033, 1e-4);
        Slope masked = Slope.of(of(Level.INSTANCE).masked(true), student, teacher);
        assertEquals(masked.value(), 5.895155, 6e-5);
        assertEquals(masked.gradient(0), 0.0, "the first sample is one the teacher is sure of");
        Slope classes = Slope.of(of(Level.CLASS), student, teacher);
        assertEquals(classes.value(), 0.124237728, 1e-6);
        assertEquals(classes.gradient(0), 0.0045471607, 1e-6);
        assertEquals(classes.gradient(6), -0.015518042, 1e-6);
        Slope batch = Slope.of(of(Level.BATCH), student, teacher);
        assertEquals(batch.value(), 0.039080862, 1e-6);
        assertEquals(batch.gradient(1), -0.0037118779, 1e-6);
        assertEquals(batch.gradient(5), -0.0005886598, 1e-6);
    }

    private static StepContext context(NDManager manager, double weak, double strong) {
        NDArray labels = manager.create(new long[] {0, 1, 2, 3});
        return StepContext.of(
                        logits("student", student(weak), manager), logits("teacher", teacher(weak), manager), labels)
                .view(
                        "strong",
                        StepContext.of(
                                logits("student", student(strong == 0 ? 0 : 0.4), manager),
                                logits("teacher", teacher(strong == 0 ? 0 : 0.5), manager),
                                labels));
    }

    private static <T extends dev.understudy.Tap> Activations<T> logits(
            String whose, Numbers numbers, NDManager manager) {
        return new Activations<>(whose, Map.of(), numbers.on(manager, DataType.FLOAT32));
    }

    @Test
    public void asPublishedIsWhatTheAuthorsCodeComputes() {
        try (NDManager manager = NDManager.newBaseManager()) {
            StepContext context = context(manager, 0, 1);
            assertEquals(
                    new MultiLevelLogitsAsPublished(Level.INSTANCE, "strong")
                            .loss(context)
                            .getFloat(),
                    14.343058,
                    2e-4);
            assertEquals(
                    new MultiLevelLogitsAsPublished(Level.CLASS, "strong")
                            .loss(context)
                            .getFloat(),
                    0.0745426365,
                    1e-6);
            assertEquals(
                    new MultiLevelLogitsAsPublished(Level.BATCH, "strong")
                            .loss(context)
                            .getFloat(),
                    0.0195404311,
                    1e-6);
        }
    }

    @Test
    public void anotherViewIsReadByTheSameObjective() {
        try (NDManager manager = NDManager.newBaseManager()) {
            InView strong = new InView("strong", of(Level.BATCH));
            assertEquals(strong.needs().getViews().keySet().toString(), "[strong]");
            assertTrue(strong.needs().everywhere().readsStudentLogits());
            assertEquals(
                    strong.loss(context(manager, 0, 1)).getFloat(),
                    (float) Slope.valueOf(of(Level.BATCH), student(0.4), teacher(0.5)),
                    1e-6f);
            Needs published = new MultiLevelLogitsAsPublished(Level.CLASS, "strong").needs();
            assertEquals(published.getViews().size(), 0, "what is dropped is not computed");
        }
    }

    @DataProvider
    public static Object[][] levels() {
        return new Object[][] {{Level.INSTANCE}, {Level.BATCH}, {Level.CLASS}};
    }

    @Test(dataProvider = "levels")
    public void isZeroAtEquality(Level level) {
        Slope slope = Slope.of(of(level), student(0), student(0));
        assertEquals(slope.value(), 0, 1e-6);
        assertEquals(slope.steepest(), 0, 1e-6);
    }

    @Test(dataProvider = "levels")
    public void theGradientIsTheSlope(Level level) {
        MultiLevelLogits objective = of(level).masked(level == Level.INSTANCE);
        Slope slope = Slope.of(objective, student(0), teacher(0), DataType.FLOAT64, System::gc);
        for (int i = 0; i < 20; i += 3) {
            double up = Slope.valueOf(objective, student(0).plus(i, 1e-4), teacher(0), DataType.FLOAT64);
            double down = Slope.valueOf(objective, student(0).plus(i, -1e-4), teacher(0), DataType.FLOAT64);
            assertEquals(slope.gradient(i), (up - down) / 2e-4, 1e-5);
        }
    }

    @Test(dataProvider = "levels")
    public void doesNotChangeWhenAConstantIsAddedToTheLogits(Level level) {
        double value = Slope.valueOf(of(level), student(0), teacher(0));
        assertEquals(Slope.valueOf(of(level), student(0).map(z -> z + 5), teacher(0)), value, 1e-5 + 1e-5 * value);
    }

    @Test(dataProvider = "levels")
    public void twoClassesAndABatchOfOneAreFinite(Level level) {
        Numbers one = Numbers.of(new Shape(1, 2), 3, -1);
        Slope.of(of(level), one, Numbers.of(new Shape(1, 2), 0, 8)).assertFinite();
        Slope.of(of(Level.INSTANCE).masked(true), one, Numbers.of(new Shape(1, 2), 0, 8))
                .assertFinite();
    }

    @Test
    public void refusesWhatHasNoMeaning() {
        expectThrows(InputException.class, () -> new MultiLevelLogits(Level.CLASS, List.of(2.0), true));
        expectThrows(InputException.class, () -> new MultiLevelLogits(Level.CLASS, List.of(), false));
        expectThrows(InputException.class, () -> new MultiLevelLogits(Level.CLASS, List.of(0.0), false));
    }
}
