package dev.understudy;

import static java.util.Objects.requireNonNull;
import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import dev.understudy.format.Renormalization;
import dev.understudy.objective.ActivationMatching;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.objective.logits.Ensemble;
import dev.understudy.objective.logits.SoftTargets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Several teachers of one student, by name. */
public final class SeveralTeachersTest {

    private static final TrainingData IMAGES =
            TinyImages.trainingData(14, 4).validation(TinyImages.of(7, 3)).fingerprint("14 images");
    private static final SoftTargets SOFT = new SoftTargets(4);

    /** With a connector, one for each source. */
    private static final ActivationMatching HINT = ActivationMatching.of(Tiny.GUIDED, Tiny.TEACHER3);

    private Teacher first = Tiny.teacher();
    private Teacher second = Tiny.teacher();

    @BeforeClass
    public void open() {
        first = Tiny.teacher();
        second = another();
    }

    @AfterClass
    public void close() {
        first.close();
        second.close();
    }

    /** Of another structure, which answers otherwise. */
    private static Teacher another() {
        return Tiny.teacher(() -> Tiny.teaching(TinyImages.CLASSES).add("turned", Tiny.turned()));
    }

    private Distillation ensemble() {
        return Distillation.of(first, Tiny.student())
                .teacher("second", second)
                .stage(Stage.whole(2)
                        .objective("labels", 0.3, new CrossEntropy())
                        .objective("ensemble", 0.7, Ensemble.of("teacher", "second"))
                        .objective("hint", 1, HINT)
                        .objective("second hint", 1, Objective.from("second", HINT)));
    }

    @Test
    public void anObjectiveThatIsGivenAnotherSourceLearnsFromIt() throws IOException {
        Stage plain = Stage.whole(2).objective("soft targets", 1, SOFT);
        Stage named = Stage.whole(2).objective("soft targets", 1, Objective.from("second", SOFT));
        Outcome ofSecond = Outcome.of(Distillation.of(second, Tiny.student()).stage(plain), IMAGES);
        Distillation both = Distillation.of(first, Tiny.student()).teacher("second", second);
        Outcome.of(both.stage(named), IMAGES).assertSame(ofSecond);
        assertNotEquals(
                Outcome.of(both.stage(plain), IMAGES).history().get(1).terms(),
                ofSecond.history().get(1).terms());
    }

    @Test
    public void theOrderInWhichSourcesAndStagesAreNamedIsFree() throws IOException {
        Stage stage = Stage.whole(1).objective("ensemble", 1, Ensemble.of("one", "other"));
        Outcome before = Outcome.of(
                Distillation.alone(Tiny.student())
                        .teacher("one", first)
                        .teacher("other", second)
                        .stage(stage),
                IMAGES);
        Outcome.of(
                        Distillation.alone(Tiny.student())
                                .stage(stage)
                                .teacher("other", second)
                                .teacher("one", first),
                        IMAGES)
                .assertSame(before);
    }

    @Test
    public void eachHasItsOwnNormalisation() throws IOException {
        Teacher shifted = first.withNormalization(new Renormalization(List.of(2.0, 2.0, 2.0), List.of(1.0, 0.5, 0.0)));
        Stage stage = Stage.whole(1).objective("soft targets", 1, Objective.from("second", SOFT));
        Outcome seen = Outcome.of(
                Distillation.of(first, Tiny.student())
                        .teacher("second", shifted)
                        .stage(stage),
                IMAGES);
        Stage plain = Stage.whole(1).objective("soft targets", 1, SOFT);
        seen.assertSame(Outcome.of(Distillation.of(shifted, Tiny.student()).stage(plain), IMAGES));
        assertNotEquals(
                seen.history().get(0).loss(),
                Outcome.of(Distillation.of(first, Tiny.student()).stage(plain), IMAGES)
                        .history()
                        .get(0)
                        .loss());
    }

    @Test
    public void eachIsShownABatchOnceForAllWhoReadItAndNotAtAllWhereNobodyDoes() throws IOException {
        AtomicInteger shown = new AtomicInteger();
        try (Teacher counting =
                Tiny.teacher(() -> Tiny.teaching(TinyImages.CLASSES).add("counted", Tiny.counted(shown)))) {
            Distillation reads = Distillation.of(first, Tiny.student())
                    .teacher("second", counting)
                    .stage(Stage.whole(1).objective("labels", 1, new CrossEntropy()))
                    .stage(Stage.whole(2).objective("ensemble", 1, Ensemble.of("teacher", "second")));
            Distillation never = Distillation.of(first, Tiny.student())
                    .teacher("second", counting)
                    .stage(Stage.whole(3).objective("soft targets", 1, SOFT));
            shown.set(0);
            together(Map.of("a", reads.seed(1), "b", reads.seed(2), "never", never), 2);
            // Four batches in each of two epochs; besides, the shapes are looked at once for each of the two.
            assertEquals(shown.get(), 2 * 4 + 2);
        }
    }

    @DataProvider
    public Object[][] workers() {
        return new Object[][] {{1}, {2}};
    }

    @Test(dataProvider = "workers")
    public void inAGroupItIsTheSameAsAlone(int workers) throws IOException {
        Map<String, Distillation> many = new LinkedHashMap<>();
        many.put("ensemble", ensemble());
        many.put(
                "other",
                Distillation.of(second, Tiny.student()).stage(Stage.whole(3).objective("soft targets", 1, SOFT)));
        many.put("ensemble 7", ensemble().seed(7));
        Map<String, Outcome> outcomes = together(many, workers);
        for (Map.Entry<String, Distillation> entry : many.entrySet()) {
            requireNonNull(outcomes.get(entry.getKey())).assertSame(Outcome.of(entry.getValue(), IMAGES));
        }
    }

    private static Map<String, Outcome> together(Map<String, Distillation> many, int workers) throws IOException {
        StudentGroup group = StudentGroup.empty().workers(workers);
        for (Map.Entry<String, Distillation> entry : many.entrySet()) {
            group = group.with(entry.getKey(), entry.getValue(), Observer.NONE);
        }
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        group.train(IMAGES, (name, trained) -> {
            try (trained) {
                outcomes.put(name, Outcome.of(trained));
            }
        });
        return outcomes;
    }

    @Test
    public void stoppedInTheMiddleItEndsTheSame() throws IOException {
        Outcome undisturbed = Outcome.of(ensemble(), IMAGES);
        for (int stop : new int[] {2, 5, 7}) {
            Path folder = Files.createTempDirectory("teachers");
            Distillation again = ensemble().checkpoints(Checkpoints.at(folder.resolve("kept")));
            AtomicInteger steps = new AtomicInteger();
            expectThrows(
                    CancellationException.class,
                    () -> again.train(IMAGES, event -> {
                        if (event instanceof Event.StepDone && steps.incrementAndGet() == stop) {
                            throw new CancellationException();
                        }
                    }));
            Outcome.of(again, IMAGES).assertSame(undisturbed);
        }
    }

    @Test
    public void keptOutputsAreThoseOfEachTeacherAndShareOneBudget() throws IOException {
        Path folder = Files.createTempDirectory("outputs");
        TrainingData repeating = Repeating.trainingData(1);
        Outcome kept = Outcome.of(ensemble().keeping(folder, 1 << 20), repeating);
        List<Path> files = files(folder);
        // Of each teacher the logits and an activation.
        assertEquals(files.size(), 4);
        Outcome.of(ensemble().keeping(folder, 1 << 20), repeating).assertSame(kept);
        assertEquals(files(folder), files);
        long bytes = 0;
        for (Path file : files) {
            bytes += Files.size(file);
        }
        Path small = Files.createTempDirectory("outputs");
        try (Warnings warnings = Warnings.open()) {
            Outcome.of(ensemble().keeping(small, bytes - 1), repeating);
            assertEquals(warnings.lines().size(), 1, warnings.lines().toString());
            assertTrue(warnings.lines().get(0).contains("The teacher's outputs are not kept: they need"));
        }
        assertEquals(files(small).size(), 2);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.toString().endsWith(".outputs.safetensors"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    public void anotherSecondTeacherIsAnotherTraining() {
        Identity one = Identity.of(ensemble(), IMAGES);
        Distillation other = Distillation.of(first, Tiny.student()).teacher("second", first);
        Identity two = Identity.of(other.stages(ensemble().getStages()), IMAGES);
        assertEquals(Identity.change(one.getSettings(), two.getSettings()), "its teacher \"second\" is another");
        assertEquals(one.getSettings(), Identity.of(ensemble(), IMAGES).getSettings());
        assertTrue(one.getUnknown().isEmpty(), one.getUnknown().toString());
    }

    @Test
    public void mistakesAreOneClearLine() {
        Distillation one = Distillation.of(first, Tiny.student());
        assertEquals(
                Refusal.of(() -> one.teacher("teacher", second)),
                "Each source needs a name of its own; got \"teacher\", there are [teacher]");
        Supplier<Distillation> unknown = () -> one.teacher("second", second)
                .stage(Stage.whole(1).objective("ensemble", 1, Ensemble.of("second", "third")));
        assertEquals(
                Refusal.of(() -> unknown.get().train(IMAGES)),
                "The stage \"whole\" reads the source \"third\", but those of \"tiny-student\" are [teacher, second]");
        try (Teacher more = Tiny.teacher(() -> Tiny.teaching(TinyImages.CLASSES + 1))) {
            assertEquals(
                    Refusal.of(() -> one.teacher("second", more)
                            .stage(Stage.whole(1).objective("ensemble", 1, Ensemble.of("teacher", "second")))
                            .train(IMAGES)),
                    "The teacher \"tiny-teacher\" puts out 5 classes, the student 4");
        }
        String line = Refusal.of(() -> one.teacher("second", second)
                .stage(Stage.whole(1)
                        .objective(
                                "mine",
                                1,
                                Objective.reading(
                                        Needs.nothing().withStudentLogits(),
                                        context -> SOFT.distance(
                                                context.getStudent().getLogits(),
                                                context.getSource("second").getLogits()))))
                .train(IMAGES));
        assertTrue(line.contains("No source \"second\" here; there are []"), line);
    }
}
