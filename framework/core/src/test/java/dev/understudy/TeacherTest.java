package dev.understudy;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Blocks;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Linear;
import dev.understudy.block.Layers;
import dev.understudy.objective.Correlation;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.objective.logits.SoftTargets;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

public final class TeacherTest {

    private static final Stage SOFT = Stage.whole(1).objective("soft targets", 1, new SoftTargets(4));
    private static final TrainingData TRAINING_DATA = TinyImages.trainingData(8, 4);

    private Teacher teacher = Tiny.teacher();

    @BeforeMethod
    public void open() {
        teacher.close();
        teacher = Tiny.teacher();
    }

    @AfterMethod
    public void close() {
        teacher.close();
    }

    @Test
    public void neverChangesWhileTheStudentsStatisticsMove() throws IOException {
        Snapshot before = Snapshot.of(teacher.getNetwork());
        Stage stage = SOFT.objective("channel", 1, Correlation.channel(Tiny.GUIDED, Tiny.TEACHER2));
        try (TrainedStudent trained =
                Distillation.of(teacher, Tiny.student()).stage(stage).train(TRAINING_DATA, Observer.NONE)) {
            before.assertSameBits(Snapshot.of(teacher.getNetwork()));
            float[] moved = Snapshot.of(trained.getNetwork()).get("01conv1_02norm_runningMean");
            assertFalse(moved[0] == 0 && moved[1] == 0, "the student's running mean stayed at zero");
        }
    }

    @Test
    public void hasNoGradientsEvenWhereItsNetworkWasTrainedBefore() throws IOException {
        TrainedStudent graduate = Distillation.alone(Tiny.student())
                .stage(Stage.whole(1).objective("labels", 1, new CrossEntropy()))
                .train(TRAINING_DATA, Observer.NONE);
        assertTrue(graduate.getNetwork().getParameters().values().stream().anyMatch(Parameter::requiresGradient));
        try (Teacher promoted = graduate.asTeacher()) {
            Snapshot before = Snapshot.of(promoted.getNetwork());
            List<Boolean> gradients = new ArrayList<>();
            Stage stage = Stage.whole(1)
                    .objective(
                            "soft targets",
                            1,
                            Objective.reading(
                                    Needs.nothing().withStudentLogits().withTeacherLogits(), context -> {
                                        gradients.add(
                                                context.getTeacher().getLogits().hasGradient());
                                        return new SoftTargets(4).loss(context);
                                    }));
            Distillation.of(promoted, Tiny.student())
                    .stage(stage)
                    .train(TRAINING_DATA, Observer.NONE)
                    .close();
            assertEquals(gradients.stream().distinct().toList(), List.of(false));
            assertEquals(Snapshot.steepest(promoted.getNetwork()).size(), 0);
            before.assertSameBits(Snapshot.of(promoted.getNetwork()));
        }
    }

    @Test
    public void showsWhatIsAskedForAndNoMore() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray images = TinyImages.of(2, 2).data(manager, 0, 2);
            Activations<TeacherTap> shown =
                    teacher.open(manager, Set.of(Tiny.TEACHER3), false).forward(new NDList(images));
            assertEquals(shown.get(Tiny.TEACHER3).getShape(), new Shape(2, 5, 4, 4));
            assertTrue(shown.contains(Tiny.TEACHER3));
            assertFalse(shown.contains(Tiny.TEACHER1));
            assertEquals(
                    Refusal.of(() -> shown.get(Tiny.TEACHER1)),
                    "No activation of the teacher at \"conv1\"; there are [conv3]; an objective names the taps it reads"
                            + " in its needs()");
            assertEquals(
                    Refusal.of(shown::getLogits),
                    "The teacher's logits are not computed here; an objective that reads them says so in its needs()");
        }
    }

    @Test
    public void refusesATapThatIsNotThereAndSaysWhichThereAre() {
        Stage stage = Stage.whole(1).objective("channel", 1, Correlation.channel(Tiny.GUIDED, new TeacherTap("conv8")));
        assertEquals(
                refusal(teacher, stage),
                "No block at \"conv8\" in the teacher; there are [conv1/conv, conv1/norm, conv1/relu, conv1,"
                        + " conv2/conv, conv2/norm, conv2/relu, conv2, pool, conv3/conv, conv3/norm, conv3/relu, conv3,"
                        + " classes/pool, classes/flat, classes/linear, classes]");
    }

    @Test
    public void refusesAStudentsTapThatIsNotThere() {
        Stage stage = Stage.whole(1)
                .objective("channel", 1, Correlation.channel(new StudentTap("conv2/guide"), Tiny.TEACHER2));
        Refusal.assertBegins(
                refusal(teacher, stage), "No block at \"conv2/guide\" in the student; there are [conv1/conv,");
    }

    @Test
    public void refusesATeacherOfOtherClasses() {
        try (Teacher other = Tiny.teacher(() -> Tiny.teaching(3))) {
            assertEquals(refusal(other, SOFT), "The teacher \"tiny-teacher\" puts out 3 classes, the student 4");
        }
    }

    @Test
    public void aTeacherOfOtherClassesMayShowALayer() throws IOException {
        try (Teacher other = Tiny.teacher(() -> Tiny.teaching(3));
                TrainedStudent trained = Distillation.of(other, Tiny.student())
                        .stage(Stage.whole(1)
                                .objective("labels", 1, new CrossEntropy())
                                .objective("channel", 1, Correlation.channel(Tiny.GUIDED, Tiny.TEACHER2)))
                        .train(TRAINING_DATA, Observer.NONE)) {
            assertEquals(trained.getHistory().get(0).terms().keySet(), Set.of("labels", "channel"));
        }
    }

    @Test
    public void refusesImagesThatItCannotTake() {
        Model model = Model.newInstance("one-channel", Device.cpu());
        Layers network = Tiny.teaching(4);
        network.initialize(model.getNDManager(), DataType.FLOAT32, new Shape(1, 1, 8, 8));
        try (Teacher grey = Teacher.of("grey", network, model)) {
            Refusal.assertBegins(
                    refusal(grey, SOFT), "The teacher \"grey\" cannot take images of shape (1, 3, 8, 8): ");
        }
    }

    @Test
    public void refusesAnOutputThatIsNotLogits() {
        Layers headless = new Layers().add("conv1", Tiny.layer(4));
        try (Teacher maps = Tiny.teacher(() -> headless)) {
            assertEquals(
                    refusal(maps, SOFT), "The teacher's output should be logits [batch, classes], it is (1, 4, 8, 8)");
        }
    }

    @Test
    public void refusesANetworkWithoutWeights() {
        try (Model model = Model.newInstance("empty", Device.cpu())) {
            assertEquals(
                    Refusal.of(() -> Teacher.of("empty", Tiny.teaching(4), model)),
                    "The teacher \"empty\" has no weights yet: train or load them first");
        }
    }

    @Test
    public void aStudentThatCannotTakeTheImagesIsRefused() {
        Student wrong = Student.of("wrong", () -> new Layers()
                .add("narrow", Linear.builder().setUnits(2).build())
                .add("flat", Blocks.batchFlattenBlock())
                .add("conv", Tiny.convolution(2)));
        Refusal.assertBegins(
                Refusal.of(() -> Distillation.alone(wrong)
                        .stage(Stage.whole(1).objective("labels", 1, new CrossEntropy()))
                        .train(TRAINING_DATA, Observer.NONE)),
                "The network cannot take an input of shape (1, 3, 8, 8): ");
    }

    @Test
    public void itsActivationsTapsAndNameAreWhatItWasMadeWith() {
        assertEquals(teacher.getName(), "tiny-teacher");
        // conv 3*4*9 + norm 4*4; conv 4*3*9 + norm 4*3; conv 3*5*9 + norm 4*5; linear 5*4 + 4.
        assertEquals(teacher.getParameterCount(), Long.valueOf(108 + 16 + 108 + 12 + 135 + 20 + 24));
    }

    private static String refusal(Teacher teacher, Stage stage) {
        return Refusal.of(
                () -> Distillation.of(teacher, Tiny.student()).stage(stage).train(TRAINING_DATA, Observer.NONE));
    }

    @Test
    public void itsFingerprintIsThatOfItsNamesAndNumbers() {
        String own = teacher.fingerprint();
        assertTrue(own.matches("[0-9a-f]{64}"), own);
        assertEquals(teacher.fingerprint(), own);
        try (Teacher same = Tiny.teacher();
                Teacher renamed = Tiny.teacher(() -> new Layers().add("other", Tiny.teaching(TinyImages.CLASSES)));
                Teacher larger = Tiny.teacher(() -> Tiny.teaching(TinyImages.CLASSES + 1));
                Teacher changed = Tiny.teacher()) {
            assertEquals(same.fingerprint(), own);
            changed.getNetwork().getParameters().get(0).getValue().getArray().addi(1e-6f);
            assertEquals(
                    Set.of(own, renamed.fingerprint(), larger.fingerprint(), changed.fingerprint())
                            .size(),
                    4);
        }
    }
}
