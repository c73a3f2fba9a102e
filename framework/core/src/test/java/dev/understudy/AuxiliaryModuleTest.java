package dev.understudy;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertNull;
import static org.testng.Assert.assertSame;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.initializer.ConstantInitializer;
import ai.djl.training.initializer.UniformInitializer;
import dev.understudy.measure.WeightCheck;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.objective.Norm;
import dev.understudy.objective.Scaling;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** What objectives bring along beside the student: modules, buffers, parts of the teacher, and stages for these alone. */
public final class AuxiliaryModuleTest {

    private static final TrainingData TRAINING_DATA =
            TinyImages.trainingData(14, 4).fingerprint("14 images");

    private Teacher teacher = Tiny.teacher();

    @BeforeClass
    public void open() {
        teacher.close();
        teacher = Tiny.teacher();
    }

    @AfterClass
    public void close() {
        teacher.close();
    }

    /** Reads the mean over the maps of the teacher's second layer through a module with a batch norm. */
    private record Encoded(boolean frozen) implements Objective {

        AuxiliaryModule encoder() {
            AuxiliaryModule encoder = AuxiliaryModule.of("encoder", new Encoder(Tiny.TEACHER2));
            return frozen ? encoder.frozen() : encoder;
        }

        @Override
        public Needs needs() {
            Needs needs = Needs.nothing().with(Tiny.TEACHER2).with(encoder());
            return frozen ? needs.with(Tiny.GUIDED) : needs;
        }

        @Override
        public NDArray loss(StepContext context) {
            NDArray code =
                    context.getModules().forward("encoder", context.getTeacher().get(Tiny.TEACHER2));
            NDArray wanted = frozen ? context.getStudent().get(Tiny.GUIDED) : code.onesLike();
            return Norm.SQUARED.compare(code, wanted);
        }
    }

    private record Encoder(TeacherTap tap) implements AuxiliaryModule.Builder {
        @Override
        public Optional<AuxiliaryModule.Built> build(AuxiliaryModule.Shapes shapes) {
            return Optional.of(AuxiliaryModule.Built.of(() -> Tiny.layer(3), shapes.at(tap)));
        }
    }

    /** Counts the steps in a buffer, and pulls the student towards what it holds. */
    private record Counting() implements Objective {

        @Override
        public Needs needs() {
            return Needs.nothing()
                    .withStudentLogits()
                    .with(AuxiliaryModule.buffer("steps", shapes -> new Shape(1), new ConstantInitializer(0)))
                    .with(AuxiliaryModule.buffer(
                            "running", shapes -> new Shape(shapes.getClasses()), new UniformInitializer(0.5f)));
        }

        @Override
        public NDArray loss(StepContext context) {
            NDArray logits = context.getStudent().getLogits();
            NDArray running = context.getModules().buffer("running");
            NDArray mean = logits.mean(new int[] {0});
            context.getModules().afterStep(() -> {
                context.getModules().buffer("steps").addi(1);
                NDArray now = context.getModules().buffer("running");
                now.muli(0.9f).addi(mean.stopGradient().mul(0.1f));
            });
            return Scaling.plus(logits.sub(running).square().mean(), 0)
                    .add(context.getModules().buffer("steps").sum());
        }
    }

    private Distillation alone(int epochs) {
        return Distillation.of(teacher, Tiny.student())
                .stage(Stage.modules(epochs).objective("encoding", 1, new Encoded(false)));
    }

    private Distillation thenFrozen() {
        return alone(2).stage(Stage.upTo(Tiny.GUIDED, 2).objective("encoded", 1, new Encoded(true)))
                .seed(8);
    }

    private static Distillation counting() {
        return Distillation.alone(Tiny.student())
                .stage(Stage.whole(2)
                        .objective("labels", 1, new CrossEntropy())
                        .objective("counting", 1, new Counting()));
    }

    @DataProvider
    public Object[][] kinds() {
        return new Object[][] {
            {(Supplier<Distillation>) this::thenFrozen},
            {(Supplier<Distillation>) AuxiliaryModuleTest::counting},
            {(Supplier<Distillation>) () -> counting().devices(List.of(Device.cpu(), Device.cpu()))},
            {(Supplier<Distillation>) this::headed}
        };
    }

    @Test(dataProvider = "kinds")
    public void itGoesOnTheSame(Supplier<Distillation> distillation) throws IOException {
        SameBits.checkKilled(distillation, TRAINING_DATA, 3);
    }

    @Test(dataProvider = "kinds")
    public void itIsInAGroupAsAlone(Supplier<Distillation> distillation) throws IOException {
        SameBits.checkSeeds(distillation, TRAINING_DATA);
    }

    @Test
    public void aStageOfModulesAloneLeavesTheStudentAsItWasAndDoesNotRunIt() throws IOException {
        boolean[] armed = {false};
        Student mined = Student.of("mined", () -> Tiny.selfTaught().add("mine", Tiny.mine(armed)));
        Distillation training =
                Distillation.of(teacher, mined).stage(Stage.modules(3).objective("encoding", 1, new Encoded(false)));
        Snapshot before;
        try (TrainedStudent fresh = TrainedStudent.untrained(mined, TinyImages.INPUT, 1, Device.cpu())) {
            before = Snapshot.of(fresh.getNetwork());
        }
        // The accuracy, which would run the mine, is not measured though there are test images.
        Observer arming = event -> armed[0] |= event instanceof Event.StageBegun;
        try (TrainedStudent trained = training.train(TRAINING_DATA, arming)) {
            before.assertSameBits(Snapshot.of(trained.getNetwork()));
            for (EpochResult epoch : trained.getHistory()) {
                assertEquals(epoch.stageName(), "modules");
                assertNull(epoch.testAccuracy());
            }
            double first = trained.getHistory().get(0).loss();
            double last = trained.getHistory().get(2).loss();
            assertTrue(last < 0.9 * first, "the module learned nothing: " + first + " to " + last);
        }
    }

    /** The same input gives the same answer throughout the second stage, bit for bit, and not what it gave untrained. */
    @Test
    public void aFrozenModuleStandsStill() throws IOException {
        List<float[]> answers = new ArrayList<>();
        Objective frozen = new Encoded(true);
        Objective watching = Objective.reading(frozen.needs(), context -> {
            NDArray ones = context.getLabels().getManager().ones(new Shape(1, 3, 8, 8));
            answers.add(context.getModules().forward("encoder", ones).toFloatArray());
            return frozen.loss(context);
        });
        Stage second = Stage.upTo(Tiny.GUIDED, 2).objective("encoded", 1, watching);
        Distillation.of(teacher, Tiny.student())
                .stage(second)
                .train(TRAINING_DATA)
                .close();
        float[] untrained = answers.get(answers.size() - 1);
        answers.clear();
        alone(2).stage(second).train(TRAINING_DATA).close();
        List<float[]> inTraining = answers.subList(answers.size() - 8, answers.size());
        assertEquals(inTraining.stream().map(Arrays::toString).distinct().count(), 1);
        assertFalse(Arrays.equals(inTraining.get(0), untrained), "the first stage trained nothing");
    }

    @Test
    public void aModuleIsEitherTrainedOrFrozenInAStage() {
        Stage both = Stage.upTo(Tiny.GUIDED, 1)
                .objective("still", 1, new Encoded(true))
                .objective("moving", 1, new Encoded(false));
        assertEquals(
                Refusal.of(() ->
                        Distillation.of(teacher, Tiny.student()).stage(both).train(TRAINING_DATA)),
                "The auxiliary module \"encoder\" is frozen for one and trained by the other of \"still\" in the stage"
                        + " \"up to conv2/guided\" and \"moving\" in the stage \"up to conv2/guided\"; in a stage it is one"
                        + " of the two");
    }

    @Test
    public void aStageOfModulesAloneNeedsOne() {
        Objective none = Objective.reading(
                Needs.nothing().withTeacherLogits(),
                context -> context.getTeacher().getLogits().mean());
        assertEquals(
                Refusal.of(() -> Distillation.of(teacher, Tiny.student())
                        .stage(Stage.modules(1).objective("none", 1, none))),
                "The stage \"modules\" trains auxiliary modules alone, and no objective of it has one; there are [none]");
        assertEquals(
                Refusal.of(() -> Stage.modules(1).tested()),
                "A stage that trains auxiliary modules alone leaves the student as it is; there is nothing to test in it");
    }

    @Test
    public void theStudentMayBeReadWhereItIsNotTrained() throws IOException {
        AuxiliaryModule module = AuxiliaryModule.of(
                "regressor",
                shapes -> Optional.of(AuxiliaryModule.Built.of(() -> Tiny.convolution(2), shapes.at(Tiny.CONV1))));
        Objective regression =
                Objective.reading(Needs.nothing().with(Tiny.CONV1).with(module), context -> context.getModules()
                        .forward("regressor", context.getStudent().get(Tiny.CONV1))
                        .square()
                        .mean());
        try (TrainedStudent fresh = TrainedStudent.untrained(Tiny.student(), TinyImages.INPUT, 1, Device.cpu());
                TrainedStudent trained = Distillation.alone(Tiny.student())
                        .stage(Stage.modules(2)
                                .objective("regression", 1, regression)
                                .schedule(Schedule.constant(0.001)))
                        .train(TRAINING_DATA)) {
            Snapshot.of(fresh.getNetwork()).assertSameBits(Snapshot.of(trained.getNetwork()));
            assertTrue(trained.getHistory().get(1).loss()
                    < trained.getHistory().get(0).loss());
        }
    }

    /** Adds two inputs and gives the sum of their maps and their difference, each through a convolution. */
    private static Block twice() {
        SequentialBlock sum = new SequentialBlock()
                .add(new LambdaBlock(list -> new NDList(list.get(0).add(list.get(1))), "sum"))
                .add(Tiny.convolution(2));
        SequentialBlock difference = new SequentialBlock()
                .add(new LambdaBlock(list -> new NDList(list.get(0).sub(list.get(1))), "difference"))
                .add(Tiny.convolution(5));
        return new ParallelBlock(
                lists ->
                        new NDList(lists.get(0).singletonOrThrow(), lists.get(1).singletonOrThrow()),
                List.of(sum, difference));
    }

    @Test
    public void aModuleMayHaveSeveralInputsAndOutputs() throws IOException {
        AuxiliaryModule module = AuxiliaryModule.of(
                "twice",
                shapes -> Optional.of(AuxiliaryModule.Built.of(
                        AuxiliaryModuleTest::twice, shapes.at(Tiny.GUIDED), shapes.at(Tiny.CONV3))));
        Objective objective = Objective.reading(
                Needs.nothing().with(Tiny.GUIDED).with(Tiny.CONV3).with(module), context -> {
                    NDList out = context.getModules()
                            .forward(
                                    "twice",
                                    new NDList(
                                            context.getStudent().get(Tiny.GUIDED),
                                            context.getStudent().get(Tiny.CONV3)));
                    assertEquals(out.get(0).getShape().get(1), 2);
                    assertEquals(out.get(1).getShape().get(1), 5);
                    return out.get(0).square().mean().add(out.get(1).square().mean());
                });
        Distillation training = Distillation.alone(Tiny.student())
                .stage(Stage.upTo(Tiny.CONV3, 3).objective("both", 1, objective));
        try (TrainedStudent trained = training.train(TRAINING_DATA)) {
            assertTrue(trained.getHistory().get(2).loss()
                    < trained.getHistory().get(0).loss());
        }
    }

    @Test
    public void aBufferIsChangedAfterEachStepAndByNothingElse() throws IOException {
        try (TrainedStudent trained = counting().train(TRAINING_DATA)) {
            // 14 images in batches of 4, 4, 4 and 2; before its k-th step the buffer holds k: the terms hold the means
            // (0 * 4 + 1 * 4 + 2 * 4 + 3 * 2) / 14 = 18 / 14 and (4 * 4 + 5 * 4 + 6 * 4 + 7 * 2) / 14 = 74 / 14, and
            // what
            // the logits add, which is small.
            double first = trained.getHistory().get(0).terms().getOrDefault("counting", 0.0);
            double second = trained.getHistory().get(1).terms().getOrDefault("counting", 0.0);
            assertTrue(first > 18.0 / 14 && second > 74.0 / 14, first + " and " + second);
            assertEquals(second - first, 4, 1.5);
        }
        Objective unknown = Objective.reading(Needs.nothing().withStudentLogits(), context -> context.getStudent()
                .getLogits()
                .mean()
                .add(context.getModules().buffer("bank").sum()));
        String line = Refusal.of(() -> Distillation.alone(Tiny.student())
                .stage(Stage.whole(1).objective("unknown", 1, unknown))
                .train(TRAINING_DATA));
        assertTrue(line.contains("No auxiliary module named \"bank\"; there are []"), line);
    }

    /** Through the teacher's own classifier the teacher's activation becomes the teacher's logits. */
    private record Head() implements Objective {

        @Override
        public Needs needs() {
            return Needs.nothing()
                    .with(Tiny.TEACHER2)
                    .withTeacherLogits()
                    .with(Tiny.GUIDED)
                    .with(AuxiliaryModule.teacherFrom(Tiny.TEACHER2))
                    .with(AuxiliaryModule.teacherParameter("classes/linear/bias"));
        }

        @Override
        public NDArray loss(StepContext context) {
            NDArray own = context.getModules()
                    .forward("teacher from conv2", context.getStudent().get(Tiny.GUIDED));
            NDArray bias = context.getModules().buffer("teacher's classes/linear/bias");
            return Norm.SQUARED.compare(
                    own.sub(bias), context.getTeacher().getLogits().sub(bias));
        }
    }

    private Distillation headed() {
        return Distillation.of(teacher, Tiny.student())
                .stage(Stage.upTo(Tiny.GUIDED, 2).objective("head", 1, new Head()));
    }

    @Test
    public void theTeacherGoesOnFromATapAndIsNotTrained() throws IOException {
        Snapshot before = Snapshot.of(teacher.getNetwork());
        Head head = new Head();
        Objective compared = Objective.reading(head.needs(), context -> {
            NDArray same = context.getModules()
                    .forward("teacher from conv2", context.getTeacher().get(Tiny.TEACHER2));
            assertEquals(same.toFloatArray(), context.getTeacher().getLogits().toFloatArray(), 1e-5f);
            return head.loss(context);
        });
        try (TrainedStudent trained = Distillation.of(teacher, Tiny.student())
                .stage(Stage.upTo(Tiny.GUIDED, 4).objective("head", 1, compared))
                .train(TRAINING_DATA)) {
            double first = trained.getHistory().get(0).loss();
            double last = trained.getHistory().get(3).loss();
            assertTrue(last < first, "nothing came back through the teacher's part: " + first + " to " + last);
        }
        before.assertSameBits(Snapshot.of(teacher.getNetwork()));
    }

    @Test
    public void classesThatAreChosenAreChosenInAPartToo() {
        Teacher two = teacher.withClasses(List.of("a", "b", "c", "d"), List.of("d", "b"));
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray input = manager.ones(new Shape(1, 3, 8, 8));
            float[] all = run(teacher.partAfter(Tiny.TEACHER2), input, manager);
            assertEquals(run(two.partAfter(Tiny.TEACHER2), input, manager), new float[] {all[3], all[1]});
        }
    }

    @Test
    public void aBlockOfTheTeacherIsFoundByItsTap() {
        Teacher other = teacher.withAlias("middle", "conv2/conv");
        Block found = other.blockAt(new TeacherTap("middle"));
        assertSame(found, teacher.blockAt(new TeacherTap("conv2/conv")));
        assertEquals(found.getClass().getSimpleName(), "Conv2d");
        String message = String.valueOf(expectThrows(InputException.class, () -> other.blockAt(new TeacherTap("conv9")))
                .getMessage());
        assertTrue(message.startsWith("No block at \"conv9\" in the teacher; there are [conv1"), message);
    }

    private static float[] run(Block part, NDArray input, NDManager manager) {
        return part.forward(new ai.djl.training.ParameterStore(manager, false), new NDList(input), false)
                .singletonOrThrow()
                .toFloatArray();
    }

    @Test
    public void whatThereIsNotInTheTeacherIsNamed() {
        Objective lost = Objective.reading(
                Needs.nothing().with(Tiny.CONV1).with(AuxiliaryModule.teacherParameter("classes/linear/scale")),
                context -> context.getStudent().get(Tiny.CONV1).mean());
        String line = Refusal.of(() -> Distillation.of(teacher, Tiny.student())
                .stage(Stage.upTo(Tiny.CONV1, 1).objective("lost", 1, lost))
                .train(TRAINING_DATA));
        assertTrue(
                line.contains("No parameter at \"classes/linear/scale\" in the teacher; its block has [weight, bias]"),
                line);
    }

    @Test
    public void howModulesPullIsTold() throws IOException {
        assertEquals(WeightCheck.of(thenFrozen(), TRAINING_DATA).size(), 2);
        assertTrue(WeightCheck.of(thenFrozen(), TRAINING_DATA).get(0).gradient() > 0);
    }

    @Test
    public void othersFirstNumbersAreAnotherTraining() {
        Identity one = Identity.of(counting(), TRAINING_DATA);
        Objective other = Objective.named(
                "counting",
                Objective.reading(
                        Needs.nothing()
                                .withStudentLogits()
                                .with(AuxiliaryModule.buffer("steps", s -> new Shape(1), new ConstantInitializer(1))),
                        context -> context.getStudent().getLogits().mean()));
        Objective same = Objective.named(
                "counting",
                Objective.reading(
                        Needs.nothing()
                                .withStudentLogits()
                                .with(AuxiliaryModule.buffer("steps", s -> new Shape(1), new ConstantInitializer(2))),
                        context -> context.getStudent().getLogits().mean()));
        assertEquals(one.getUnknown(), List.of());
        assertNotEquals(modules(other), modules(same));
    }

    private static String modules(Objective objective) {
        return String.valueOf(Identity.of(
                        Distillation.alone(Tiny.student()).stage(Stage.whole(1).objective("x", 1, objective)),
                        TRAINING_DATA)
                .getSettings()
                .get("auxiliary modules"));
    }
}
