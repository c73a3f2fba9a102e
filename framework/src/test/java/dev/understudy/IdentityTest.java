package dev.understudy;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;

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
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** What changed is never taken for what it was, and what stayed the same is. */
public final class IdentityTest {

    private static final Curriculum PICTURES = Pictures.curriculum(8, 4).validation(Pictures.of(6, 3));

    private static final Map<String, String> OWN =
            Map.of("my.Calm", """
            package my;
            import ai.djl.ndarray.NDArray;
            import dev.understudy.*;
            /** First. */
            public record Calm() implements Objective {
                @Override public NDArray loss(Lesson lesson) {
                    return Sums.of(lesson.student().getLogits().square());
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
                public Objective get() { return lesson -> lesson.student().getLogits().square().mean(); }
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

    /** Fails where it is asked for anything to learn from after all has been digested. */
    private static Curriculum finished() {
        int[] asked = {0};
        return Curriculum.of(Pictures.INPUT, epoch -> {
                    if (++asked[0] > 1) {
                        throw new AssertionError("nothing is to be trained");
                    }
                    return Pictures.of(8, 4);
                })
                .validation(Pictures.of(6, 3))
                .test(Pictures.of(8, 4));
    }

    @Test
    public void aCommentChangesNothingAndABodyDoes() throws IOException {
        Outcome first;
        try (Compiled own = Compiled.of(OWN)) {
            first = Outcome.of(training(calm(own)), PICTURES);
        }
        try (Compiled comment = Compiled.of(edited("my.Calm", "First.", "Second.\n * More.\n"))) {
            Outcome.of(training(calm(comment)), finished()).assertSame(first);
        }
        try (Compiled body = Compiled.of(edited("my.Calm", "square()", "abs()"))) {
            String line = Refusal.of(() -> training(calm(body)).train(PICTURES));
            assertTrue(line.contains("is of another training: the code of my.Calm changed; take another folder"), line);
        }
        try (Compiled helper = Compiled.of(edited("my.Sums", "mean()", "sum()"))) {
            String line = Refusal.of(() -> training(calm(helper)).train(PICTURES));
            assertTrue(line.contains("the code of my.Sums changed"), line);
        }
    }

    @Test
    public void aLambdaIsKeptByItsNameAlone() throws IOException {
        try (Compiled own = Compiled.of(OWN)) {
            Objective lambda =
                    (Objective) own.make("my.Lambdas", Supplier.class).get();
            for (Objective each : List.of(lambda, Objective.reading(lambda.needs(), lambda))) {
                try (Warnings warnings = Warnings.open()) {
                    training(each).train(PICTURES).close();
                    assertEquals(
                            warnings.lines(),
                            List.of(
                                    "There are no checkpoints of \"tiny-student\": of the objective \"calm\" a lambda in"
                                            + " my.Lambdas has no name that lasts; give it a name that stands for all that it"
                                            + " holds: Objective.named(\"...\", objective)"));
                }
                assertFalse(Files.exists(folder));
            }
            training(Objective.named("calm 1", lambda)).train(PICTURES).close();
            assertEquals(kept(), 1);
            training(Objective.named("calm 1", lambda)).train(finished()).close();
            String line =
                    Refusal.of(() -> training(Objective.named("calm 2", lambda)).train(PICTURES));
            assertTrue(line.contains("calm 1") && line.contains("calm 2"), line);
        }
        try (Compiled edited = Compiled.of(edited("my.Lambdas", "square()", "abs()"))) {
            Objective lambda =
                    (Objective) edited.make("my.Lambdas", Supplier.class).get();
            String line =
                    Refusal.of(() -> training(Objective.named("calm 1", lambda)).train(PICTURES));
            assertTrue(line.contains("the code of my.Lambdas changed"), line);
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
            {"another batch size", Pictures.curriculum(8, 2).validation(Pictures.of(6, 3)), "training set was"},
            {"more pictures", Pictures.curriculum(12, 4).validation(Pictures.of(6, 3)), "training set was"},
            {"fewer test pictures", PICTURES.test(Pictures.of(7, 4)), "another training: the test pictures changed;"},
            {
                "no test pictures",
                Curriculum.of(Pictures.INPUT, PICTURES.getTrain()).validation(Pictures.of(6, 3)),
                "the test pictures changed"
            },
            {"other validation pictures", PICTURES.validation(Pictures.of(5, 3)), "the validation pictures changed"},
            {"another order", PICTURES.seed(9), "its order was \"seed 1\" and is \"seed 9\""},
        };
    }

    @Test(dataProvider = "others")
    public void aCheckpointBelongsToWhatIsShown(String what, Curriculum other, String line) throws IOException {
        training(new CrossEntropy()).train(PICTURES).close();
        String refusal = Refusal.of(() -> training(new CrossEntropy()).train(other));
        assertTrue(refusal.contains(line), what + ": " + refusal);
        training(new CrossEntropy()).train(finished()).close();
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
            return Identity.of(student(own), Pictures.INPUT);
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
                        Distillation.alone(Tiny.student()).stage(Stage.whole(1).objective("own", 1, objective)),
                        PICTURES)
                .getUnknown();
    }

    /** A number and something else. */
    private record Holding(int number, Object other) implements Objective {

        @Override
        public NDArray loss(Lesson lesson) {
            return lesson.student().getLogits().mean();
        }
    }
}
