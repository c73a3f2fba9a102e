package dev.understudy;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertNull;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import dev.understudy.objective.CrossEntropy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** What changed is never taken for what it was, and what stayed the same is. */
public final class IdentityTest {

    private static final TrainingData IMAGES = TinyImages.trainingData(8, 4).validation(TinyImages.of(6, 3));

    private static final Map<String, String> OWN =
            Map.of("my.Calm", """
            package my;
            import ai.djl.ndarray.NDArray;
            import dev.understudy.*;
            /** First. */
            public record Calm() implements Objective {
                @Override public NDArray loss(StepContext context) {
                    return Sums.of(context.getStudent().getLogits().square());
                }
            }
            """, "my.Sums", """
            package my;
            import ai.djl.ndarray.NDArray;
            final class Sums {
                static NDArray of(NDArray values) { return values.mean(); }
            }
            """, "my.Lambdas", """
            package my;
            import dev.understudy.*;
            public final class Lambdas implements java.util.function.Supplier<Objective> {
                public Objective get() { return context -> context.getStudent().getLogits().square().mean(); }
            }
            """, "my.Nets", """
            package my;
            import ai.djl.ndarray.*;
            import ai.djl.ndarray.types.Shape;
            import ai.djl.nn.*;
            import ai.djl.nn.core.Linear;
            import ai.djl.nn.norm.*;
            public final class Nets implements java.util.function.Supplier<Block> {
                static final float SLOPE = 0.1f;
                public Block get() {
                    float slope = new float[] {SLOPE}[0];
                    Linear linear = Linear.builder().setUnits(6).build();
                    return new SequentialBlock()
                            .add(Blocks.batchFlattenBlock())
                            .add(linear)
                            .add(BatchNorm.builder().optMomentum(0.9f).build())
                            .add(Activation.reluBlock())
                            .add(Dropout.builder().optRate(0.25f).build())
                            .add(new LambdaBlock(list -> new NDList(Activation.leakyRelu(list.singletonOrThrow(), slope))))
                            .add(new LambdaBlock(list -> new NDList(list.singletonOrThrow().clip(-900, 900))))
                            .add(Linear.builder().setUnits(4).build());
                }
            }
            """);

    private Path folder = Path.of("");

    @BeforeMethod
    public void freshFolder() throws IOException {
        folder = Files.createTempDirectory("identity").resolve("checkpoints");
    }

    private Distillation training(Objective objective) {
        return Distillation.alone(Tiny.student())
                .stage(Stage.whole(1).objective("labels", 1, new CrossEntropy()).objective("calm", 0.1, objective))
                .checkpoints(Checkpoints.at(folder));
    }

    private static Map<String, String> edited(String type, String from, String to) {
        Map<String, String> sources = new LinkedHashMap<>(OWN);
        String text = Objects.requireNonNull(sources.get(type));
        sources.put(type, text.replace(from, to));
        assertNotEquals(sources.get(type), text);
        return sources;
    }

    private static Objective calm(Compiled own) {
        return own.make("my.Calm", Objective.class);
    }

    /** Nothing is trained: the finished student is there. */
    private static Outcome taken(Distillation training, TrainingData trainingData) throws IOException {
        try (Warnings warnings = Warnings.open();
                TrainedStudent trained = training.train(trainingData, event -> {
                    if (event instanceof Event.StepDone) {
                        throw new AssertionError("nothing is to be trained");
                    }
                })) {
            assertEquals(warnings.lines(), List.of());
            return Outcome.of(trained);
        }
    }

    /** The training begins anew, says so in one line, and its checkpoints take the place of those before. */
    private void assertTrainedAgain(Distillation training, TrainingData trainingData, String change)
            throws IOException {
        Outcome undisturbed =
                Outcome.of(training.checkpoints(Checkpoints.at(folder.resolveSibling("new"))), trainingData);
        Outcome again;
        try (Warnings warnings = Warnings.open()) {
            again = Outcome.of(training, trainingData);
            assertEquals(warnings.lines().size(), 1, warnings.lines() + "");
            String line = warnings.lines().get(0);
            assertTrue(
                    line.startsWith("The student of the checkpoints in " + folder + " is trained again: ")
                            && line.contains(change),
                    line);
        }
        again.assertSame(undisturbed);
        assertEquals(kept(), 1);
        Checkpoints.at(folder.resolveSibling("new")).remove();
        taken(training, trainingData).assertSame(again);
    }

    @Test
    public void aCommentChangesNothingAndABodyDoes() throws IOException {
        Outcome first;
        try (Compiled own = Compiled.of(OWN)) {
            first = Outcome.of(training(calm(own)), IMAGES);
        }
        try (Compiled comment = Compiled.of(edited("my.Calm", "First.", "Second.\n * More.\n"))) {
            taken(training(calm(comment)), IMAGES).assertSame(first);
        }
        try (Compiled body = Compiled.of(edited("my.Calm", "square()", "abs()"))) {
            assertTrainedAgain(training(calm(body)), IMAGES, "the code of my.Calm changed");
        }
        try (Compiled own = Compiled.of(OWN)) {
            assertTrainedAgain(training(calm(own)), IMAGES, "the code of my.Calm changed");
        }
        try (Compiled module = Compiled.of(edited("my.Sums", "mean()", "sum()"))) {
            assertTrainedAgain(training(calm(module)), IMAGES, "the code of my.Sums changed");
        }
    }

    @Test
    public void whatAnotherVersionWroteIsNotComparedWordByWord() {
        Map<String, String> now = Identity.of(longer(), IMAGES).getSettings();
        Map<String, String> then = new LinkedHashMap<>(now);
        assertEquals(Identity.change(then, now), "nothing changed");
        then.keySet().removeAll(List.of("version", "structure", "answers"));
        assertEquals(Identity.change(then, now), "it was written by another version of Understudy");
    }

    @Test
    public void firstWeightsAreChosen() throws IOException {
        longer().train(IMAGES).close();
        String line =
                Refusal.of(() -> longer().firstWeights(FirstWeights.GLOROT).train(IMAGES));
        assertTrue(line.contains("its first weights was \"he\" and is \"glorot\""), line);
    }

    /** What is stale stays until there is something to take its place. */
    @Test
    public void aCheckpointThatIsStaleStaysUntilTheFirstNewOne() throws IOException {
        try (Compiled own = Compiled.of(OWN);
                Compiled body = Compiled.of(edited("my.Calm", "square()", "abs()"))) {
            Outcome first = Outcome.of(training(calm(own)), IMAGES);
            expectThrows(Stopped.class, () -> training(calm(body)).train(IMAGES, event -> {
                throw new Stopped();
            }));
            taken(training(calm(own)), IMAGES).assertSame(first);
        }
    }

    /** Killed between the first new checkpoint and the removal of those before: both lie there. */
    @Test
    public void theNewOneIsFoundBehindTheOld() throws IOException {
        try (Compiled own = Compiled.of(OWN);
                Compiled body = Compiled.of(edited("my.Calm", "square()", "abs()"))) {
            Outcome.of(training(calm(own)), IMAGES);
            Path old = only();
            byte[] bytes = Files.readAllBytes(old);
            Outcome changed = Outcome.of(training(calm(body)), IMAGES);
            Files.write(old.resolveSibling("000009-000000000.safetensors"), bytes);
            taken(training(calm(body)), IMAGES).assertSame(changed);
        }
    }

    private Path only() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".safetensors"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** What a process does that is killed: nothing more is written. */
    private static final class Stopped extends Error {
        private static final long serialVersionUID = 1L;
    }

    @Test
    public void aLambdaIsKeptByItsNameAlone() throws IOException {
        try (Compiled own = Compiled.of(OWN)) {
            Objective lambda =
                    (Objective) own.make("my.Lambdas", Supplier.class).get();
            for (Objective each : List.of(lambda, Objective.reading(lambda.needs(), lambda))) {
                try (Warnings warnings = Warnings.open()) {
                    training(each).train(IMAGES).close();
                    assertEquals(
                            warnings.lines(),
                            List.of(
                                    "There are no checkpoints of \"tiny-student\": of the objective \"calm\" a lambda in"
                                            + " my.Lambdas has no name that lasts; give it a name that stands for all that it"
                                            + " holds: Objective.named(\"...\", objective)"));
                }
                assertFalse(Files.exists(folder));
            }
            training(Objective.named("calm 1", lambda)).train(IMAGES).close();
            assertEquals(kept(), 1);
            taken(training(Objective.named("calm 1", lambda)), IMAGES);
            String line =
                    Refusal.of(() -> training(Objective.named("calm 2", lambda)).train(IMAGES));
            assertTrue(line.contains("calm 1") && line.contains("calm 2"), line);
        }
        try (Compiled edited = Compiled.of(edited("my.Lambdas", "square()", "abs()"))) {
            Objective lambda =
                    (Objective) edited.make("my.Lambdas", Supplier.class).get();
            assertTrainedAgain(training(Objective.named("calm 1", lambda)), IMAGES, "the code of my.Lambdas changed");
        }
    }

    private long kept() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".safetensors"))
                    .count();
        }
    }

    @DataProvider
    public Object[][] others() {
        return new Object[][] {
            {TinyImages.trainingData(8, 2).validation(TinyImages.of(6, 3)), "its training set was"},
            {TinyImages.trainingData(12, 4).validation(TinyImages.of(6, 3)), "its training set was"},
        };
    }

    @Test(dataProvider = "others")
    public void aCheckpointBelongsToWhatIsShown(TrainingData other, String change) throws IOException {
        training(new CrossEntropy()).train(IMAGES).close();
        assertTrainedAgain(training(new CrossEntropy()), other, change);
    }

    @Test
    public void anotherOrderIsAnotherStudent() throws IOException {
        training(new CrossEntropy()).train(IMAGES).close();
        String line = Refusal.of(() -> training(new CrossEntropy()).train(IMAGES.seed(9)));
        assertTrue(line.contains("is of another training: its order was \"seed 1\" and is \"seed 9\""), line);
        taken(training(new CrossEntropy()), IMAGES);
    }

    @DataProvider
    public Object[][] measures() {
        TrainingData untested = TrainingData.of(TinyImages.INPUT, IMAGES.getTrain());
        return new Object[][] {
            {IMAGES.test(TinyImages.of(7, 4)), "the test images changed"},
            {IMAGES.validation(TinyImages.of(5, 3)), "the validation images changed"},
            {
                IMAGES.validation(TinyImages.of(5, 3)).test(TinyImages.of(7, 4)),
                "the validation images and the test images changed"
            },
            {untested.validation(TinyImages.of(6, 3)), "the test images changed"},
            {untested, "the validation images and the test images changed"},
        };
    }

    /** Its weights do not follow from them; what it answered of others is never shown beside what it answers now. */
    @Test(dataProvider = "measures")
    public void onOtherImagesAStudentIsMeasuredAnew(TrainingData other, String change) throws IOException {
        Distillation training = longer();
        Outcome wanted = Outcome.of(longer().checkpoints(Checkpoints.at(folder.resolveSibling("new"))), other);
        for (int stop : new int[] {1, 3, 6, Integer.MAX_VALUE}) {
            Checkpoints.at(folder).remove();
            int[] steps = {0};
            try {
                training.train(IMAGES, event -> {
                            if (event instanceof Event.StepDone && ++steps[0] == stop) {
                                throw new CancellationException();
                            }
                        })
                        .close();
            } catch (CancellationException e) {
                assertTrue(stop <= 6, "stopped after " + stop);
            }
            Outcome outcome;
            try (Warnings warnings = Warnings.open()) {
                outcome = Outcome.of(training, other);
                assertEquals(warnings.lines().size(), 1, warnings.lines() + "");
                assertTrue(warnings.lines().get(0).contains(change + ": its student goes on"), warnings.lines() + "");
            }
            outcome.weights().assertSameBits(wanted.weights());
            for (int epoch = 0; epoch < 3; epoch++) {
                EpochResult now = outcome.history().get(epoch);
                EpochResult right = wanted.history().get(epoch);
                boolean before = 2 * (epoch + 1) < stop && epoch < 2;
                if (!before || !change.contains("test")) {
                    assertEquals(now.testAccuracy(), right.testAccuracy());
                } else {
                    assertNull(now.testAccuracy());
                }
                if (!before || !change.contains("validation")) {
                    assertEquals(now.validationAccuracy(), right.validationAccuracy());
                } else {
                    assertNull(now.validationAccuracy());
                }
            }
        }
    }

    private Distillation longer() {
        return Distillation.alone(Tiny.student())
                .stage(Stage.whole(3).objective("labels", 1, new CrossEntropy()))
                .checkpoints(Checkpoints.at(folder));
    }

    @DataProvider
    public Object[][] networks() {
        return new Object[][] {
            {"Activation.reluBlock()", "Activation.tanhBlock()", "the network's structure changed, the network answers"
            },
            {"SLOPE = 0.1f", "SLOPE = 0.7f", "the network's structure changed"},
            {"clip(-900, 900)", "clip(-901, 901)", "the code of my.Nets changed"},
            {"clip(-900, 900)", "tanh()", "the network answers otherwise, the code of my.Nets changed"},
            {"optMomentum(0.9f)", "optMomentum(0.99f)", "the network's structure changed"},
            {"optRate(0.25f)", "optRate(0.5f)", "the network's structure changed"},
            {"setUnits(6)", "setUnits(7)", "the network's structure changed"},
            {
                ".setUnits(6).build()",
                ".setUnits(6).build(); linear.freezeParameters(true)",
                "the network's structure changed"
            },
        };
    }

    @Test(dataProvider = "networks")
    public void aNetworkIsKnownByItsBlocksAndWhatTheyDo(String from, String to, String change) throws IOException {
        Map<String, String> before = network(OWN).getSettings();
        Map<String, String> comment = network(edited("my.Nets", "package my;", "// A comment.\npackage my;"))
                .getSettings();
        assertEquals(comment, before);
        Map<String, String> after = network(edited("my.Nets", from, to)).getSettings();
        String said = Identity.change(before, after);
        assertTrue(said.contains(change), said);
    }

    private static Identity network(Map<String, String> sources) throws IOException {
        try (Compiled own = Compiled.of(sources)) {
            return Identity.of(student(own), TinyImages.INPUT);
        }
    }

    private static Student student(Compiled own) {
        return Student.of(
                "own", () -> (Block) own.make("my.Nets", Supplier.class).get());
    }

    @Test
    public void aTeacherOfTheSameWeightsThatDoesSomethingElseIsAnother() throws IOException {
        try (Compiled own = Compiled.of(OWN);
                Compiled other = Compiled.of(edited("my.Nets", "Activation.reluBlock()", "Activation.tanhBlock()"));
                Compiled clipped = Compiled.of(edited("my.Nets", "clip(-900, 900)", "clip(-9, 9)"))) {
            String fingerprint = fingerprint(own);
            assertEquals(fingerprint(own), fingerprint);
            assertNotEquals(fingerprint(other), fingerprint);
            assertNotEquals(fingerprint(clipped), fingerprint);
        }
    }

    private static String fingerprint(Compiled own) {
        Model model = Model.newInstance("own", Device.cpu());
        try (Teacher teacher = Teacher.of(
                "own",
                Tiny.initialised((Block) own.make("my.Nets", Supplier.class).get(), model),
                model)) {
            return teacher.fingerprint();
        }
    }

    /** What an objective holds, as far as it is no lambda, is seen. */
    @Test
    public void whatAnObjectiveHoldsIsPartOfIt() {
        assertEquals(unknown(new Holding(1, new float[] {1, 2})), List.of());
        assertNotEquals(stage(new Holding(1, new float[] {1, 2})), stage(new Holding(1, new float[] {1, 3})));
        assertEquals(stage(new Holding(1, new float[] {1, 2})), stage(new Holding(1, new float[] {1, 2})));
        assertNotEquals(stage(new Holding(1, Map.of("a", 2))), stage(new Holding(1, Map.of("a", 3))));
        assertNotEquals(stage(new Holding(1, List.of("a"))), stage(new Holding(2, List.of("a"))));
        Objective random = new Holding(1, new Random(1));
        assertTrue(unknown(random).get(0).contains("what a java.util.Random in it holds cannot be told"));
        assertEquals(unknown(Objective.named("random", random)), List.of());
    }

    @Test
    public void aScheduleIsKnownByItsRates() {
        assertNotEquals(
                scheduled(progress -> progress.step() < 100 ? 0.1 : 0.01),
                scheduled(progress -> progress.step() < 101 ? 0.1 : 0.01));
        assertEquals(
                scheduled(Schedule.cosine(0.1).warmUp(1)),
                scheduled(Schedule.cosine(0.1).warmUp(1)));
    }

    private static String scheduled(Schedule schedule) {
        return Stage.whole(2)
                .objective("labels", 1, new CrossEntropy())
                .schedule(schedule)
                .toString();
    }

    private static String stage(Objective objective) {
        return Stage.whole(1).objective("own", 1, objective).toString();
    }

    private static List<String> unknown(Objective objective) {
        return Identity.of(
                        Distillation.alone(Tiny.student()).stage(Stage.whole(1).objective("own", 1, objective)), IMAGES)
                .getUnknown();
    }

    /** A number and something else. */
    private record Holding(int number, Object other) implements Objective {

        @Override
        public NDArray loss(StepContext context) {
            return context.getStudent().getLogits().mean();
        }
    }
}
