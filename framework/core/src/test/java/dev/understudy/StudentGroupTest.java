package dev.understudy;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.ndarray.NDArray;
import dev.understudy.objective.ActivationMatching;
import dev.understudy.objective.Correlation;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.objective.Norm;
import dev.understudy.objective.Scaling;
import dev.understudy.objective.logits.SoftTargets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Students of one pass come out as they do alone, and the images and teachers are asked once for all of them. */
public final class StudentGroupTest {

    private static final TrainingData TRAINING_DATA =
            TinyImages.trainingData(14, 4).validation(TinyImages.of(7, 3));

    private Teacher teacher = Tiny.teacher();
    private Teacher other = Tiny.teacher();

    @BeforeClass
    public void open() {
        teacher.close();
        other.close();
        teacher = Tiny.teacher();
        other = Tiny.teacher(() -> Tiny.teaching(TinyImages.CLASSES));
    }

    @AfterClass
    public void close() {
        teacher.close();
        other.close();
    }

    @DataProvider
    public static Object[][] workers() {
        return new Object[][] {{1}, {2}, {3}};
    }

    /** Single-stage and two-stage, with a connector, with dropout, with another teacher, alone, and with other seeds. */
    private Map<String, Distillation> many() {
        Map<String, Distillation> many = new LinkedHashMap<>();
        for (long seed : new long[] {5, 6}) {
            many.put("two stages " + seed, twoStages(teacher).seed(seed));
            many.put("other teacher " + seed, twoStages(other).seed(seed));
            many.put(
                    "alone " + seed,
                    labels(Distillation.alone(Tiny.student()), 3).seed(seed));
            many.put(
                    "forgetful " + seed,
                    labels(Distillation.alone(Tiny.forgetful()), 2).seed(seed));
            many.put("single " + seed, single().seed(seed));
        }
        return many;
    }

    private static Distillation labels(Distillation distillation, int epochs) {
        return distillation.stage(Stage.whole(epochs).objective("labels", 1, new CrossEntropy()));
    }

    private Distillation single() {
        return Distillation.of(teacher, Tiny.student())
                .stage(Stage.whole(2)
                        .objective("labels", 1, new CrossEntropy())
                        .objective("activation", 0.5, new ActivationMatching(Tiny.CONV3, Tiny.TEACHER3, Norm.SQUARED)));
    }

    private static Distillation twoStages(Teacher by) {
        return Distillation.of(by, Tiny.student())
                .stage(Stage.upTo(Tiny.GUIDED, 1)
                        .objective("channel", 1, Correlation.channel(Tiny.GUIDED, Tiny.TEACHER2)))
                .stage(Stage.whole(2)
                        .objective("labels", 0.3, new CrossEntropy())
                        .objective("soft targets", 0.7, new SoftTargets(4)));
    }

    private static Map<String, Outcome> together(Map<String, Distillation> many, TrainingData trainingData, int workers)
            throws IOException {
        StudentGroup group = StudentGroup.empty().workers(workers);
        for (Map.Entry<String, Distillation> entry : many.entrySet()) {
            group = group.with(entry.getKey(), entry.getValue(), Observer.NONE);
        }
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        group.train(trainingData, (name, trained) -> {
            try (trained) {
                outcomes.put(name, Outcome.of(trained));
            }
        });
        return outcomes;
    }

    private static <T> T of(Map<String, T> all, String name) {
        return Objects.requireNonNull(all.get(name), () -> "no " + name + " among " + all.keySet());
    }

    @Test(dataProvider = "workers")
    public void eachComesOutAsItDoesAlone(int workers) throws IOException {
        Map<String, Outcome> outcomes = together(many(), TRAINING_DATA, workers);
        assertEquals(outcomes.size(), 10);
        for (Map.Entry<String, Distillation> entry : many().entrySet()) {
            Outcome alone = Outcome.of(entry.getValue(), TRAINING_DATA);
            of(outcomes, entry.getKey()).assertSame(alone);
        }
    }

    @Test
    public void eachIsHandedOverWhenItIsDone() throws IOException {
        List<String> done = List.copyOf(together(many(), TRAINING_DATA, 1).keySet());
        assertEquals(done.subList(0, 4), List.of("forgetful 5", "single 5", "forgetful 6", "single 6"));
    }

    @Test
    public void keptOutputsAreSharedToo() throws IOException {
        Path folder = Files.createTempDirectory("outputs");
        Map<String, Distillation> many = new LinkedHashMap<>();
        many.put("two", twoStages(teacher).keeping(folder, 1 << 20));
        many.put("single", single().keeping(folder, 1 << 20));
        TrainingData trainingData = Repeating.trainingData(2);
        Map<String, Outcome> first = together(many, trainingData, 2);
        for (Map.Entry<String, Distillation> entry : many.entrySet()) {
            of(first, entry.getKey()).assertSame(Outcome.of(entry.getValue(), trainingData));
        }
    }

    @Test
    public void aTeacherIsShownEachBatchOnceAndNoFurtherThanSomebodyReads() throws IOException {
        AtomicInteger shown = new AtomicInteger();
        boolean[] armed = {false};
        Teacher counting = Tiny.teacher(() -> Tiny.teaching(TinyImages.CLASSES)
                .add("counted", Tiny.counted(shown))
                .add("mine", Tiny.mine(armed)));
        try (counting) {
            Map<String, Distillation> many = new LinkedHashMap<>();
            for (int i = 0; i < 3; i++) {
                many.put("student " + i, softTargets(counting).seed(i));
            }
            shown.set(0);
            together(many, TRAINING_DATA, 2);
            // Four batches in each of two epochs; besides, each student's shapes are looked at once.
            assertEquals(shown.get(), 2 * 4 + 3);

            armed[0] = true;
            Distillation guided = Distillation.of(counting, Tiny.student())
                    .stage(Stage.upTo(Tiny.GUIDED, 1)
                            .objective("channel", 1, Correlation.channel(Tiny.GUIDED, Tiny.TEACHER2)));
            together(Map.of("a", guided.seed(1), "b", guided.seed(2)), TRAINING_DATA, 2);
        }
    }

    private static Distillation softTargets(Teacher by) {
        return Distillation.of(by, Tiny.student())
                .stage(Stage.whole(2).objective("soft targets", 1, new SoftTargets(4)));
    }

    @Test(dataProvider = "workers")
    public void oneThatFailsLeavesAndTheOthersStay(int workers) throws IOException {
        StudentGroup group = StudentGroup.empty()
                .workers(workers)
                .with("sound", labels(Distillation.alone(Tiny.student()), 2), Observer.NONE)
                .with(
                        "broken",
                        Distillation.alone(Tiny.student()).stage(Stage.whole(2).objective("nan", 1, context -> {
                            NDArray logits = context.getStudent().getLogits();
                            return Scaling.times(logits.sum(), Double.NaN);
                        })),
                        Observer.NONE);
        GroupOutcomes outcomes = GroupOutcomes.of(group, TRAINING_DATA);
        assertEquals(outcomes.failed().keySet().toString(), "[broken]");
        assertTrue(outcomes.reason("broken").startsWith("The loss of \"nan\" became NaN"), outcomes.reason("broken"));
        outcomes.of("sound").assertSame(Outcome.of(labels(Distillation.alone(Tiny.student()), 2), TRAINING_DATA));
    }

    /** Throws something of its own in its second epoch. */
    private static Distillation thrower() {
        return Distillation.alone(Tiny.student()).stage(Stage.whole(2).objective("mine", 1, context -> {
            if (context.getProgress().epoch() == 1) {
                throw new IllegalStateException("not today");
            }
            return context.getStudent().getLogits().square().mean();
        }));
    }

    @Test(dataProvider = "workers")
    public void oneWhoseObjectiveThrowsLeavesAndTheOthersStay(int workers) throws IOException {
        StudentGroup group = StudentGroup.empty()
                .workers(workers)
                .with("thrower", thrower(), Observer.NONE)
                .with("brief", labels(Distillation.alone(Tiny.student()), 1), Observer.NONE)
                .with("sound", labels(Distillation.alone(Tiny.student()), 2), Observer.NONE);
        GroupOutcomes outcomes = GroupOutcomes.of(group, TRAINING_DATA);
        assertEquals(outcomes.failed().keySet().toString(), "[thrower]");
        assertTrue(
                outcomes.failed().toString().contains("not today"),
                outcomes.failed().toString());
        assertEquals(outcomes.finished().keySet().toString(), "[brief, sound]");
        outcomes.of("sound").assertSame(Outcome.of(labels(Distillation.alone(Tiny.student()), 2), TRAINING_DATA));
    }

    @Test
    public void byDefaultWhatAnObjectiveThrowsEndsThePass() {
        RuntimeException thrown = expectThrows(RuntimeException.class, () -> StudentGroup.empty()
                .with("thrower", thrower(), Observer.NONE)
                .train(TRAINING_DATA, (name, student) -> student.close()));
        assertTrue(String.valueOf(thrown.getMessage()).contains("not today"), thrown.toString());
    }

    @Test
    public void byDefaultOneThatFailsEndsThePass() {
        Distillation broken = Distillation.alone(Tiny.student())
                .stage(Stage.whole(1)
                        .objective(
                                "nan",
                                1,
                                context -> Scaling.times(
                                        context.getStudent().getLogits().sum(), Double.NaN)));
        TrainingException reason = expectThrows(TrainingException.class, () -> StudentGroup.empty()
                .with("broken", broken, Observer.NONE)
                .train(TRAINING_DATA, (name, trained) -> trained.close()));
        assertTrue(String.valueOf(reason.getMessage()).startsWith("The loss of \"nan\" became NaN"));
    }

    @Test
    public void aGroupIsCheckedBeforeItBegins() {
        Distillation distillation = labels(Distillation.alone(Tiny.student()), 1);
        assertEquals(
                Refusal.of(() -> StudentGroup.empty()
                        .with("one", distillation, Observer.NONE)
                        .with("one", distillation, Observer.NONE)),
                "Two students of a group are named \"one\"");
        assertEquals(
                Refusal.of(() -> StudentGroup.empty().workers(0)),
                "Wanted 1 or more students that learn at once, got 0");
        assertEquals(
                Refusal.of(() -> StudentGroup.empty().train(TRAINING_DATA, (name, trained) -> trained.close())),
                "The group has no students");
        assertEquals(
                Refusal.of(() -> StudentGroup.empty().with("none", Distillation.alone(Tiny.student()), Observer.NONE)),
                "The distillation of \"tiny-student\" has no stage");
    }

    @Test
    public void eachObserverIsToldOfItsOwnStudentAlone() throws IOException {
        List<String> told = new ArrayList<>();
        StudentGroup.empty()
                .workers(2)
                .with("two", labels(Distillation.alone(Tiny.student()), 2), event -> note(told, "two", event))
                .with("one", labels(Distillation.alone(Tiny.student()), 1), event -> note(told, "one", event))
                .train(TRAINING_DATA, (name, trained) -> trained.close());
        assertEquals(told, List.of("two 1 of 2", "one 1 of 1", "two 2 of 2"));
    }

    private static void note(List<String> told, String name, Event event) {
        if (event instanceof Event.EpochDone done) {
            told.add(name + " " + done.result().epoch() + " of " + done.epochs());
        }
    }
}
