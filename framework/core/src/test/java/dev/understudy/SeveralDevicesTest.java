package dev.understudy;

import static java.util.Objects.requireNonNull;
import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.norm.GhostBatchNorm;
import dev.understudy.block.Layers;
import dev.understudy.block.Residual;
import dev.understudy.objective.ActivationMatching;
import dev.understudy.objective.Correlation;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.objective.logits.SoftTargets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/**
 * A batch is split, and the step is the same. Every device here is the processor: what this cannot show is whether each
 * array is on the device where it is needed.
 */
public final class SeveralDevicesTest {

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

    private static List<Device> devices(int count) {
        return Collections.nCopies(count, Device.cpu());
    }

    /** Guided layers, self-taught channels, a stage of the whole, relations within the batch, a connector. */
    private Distillation everything() {
        return Distillation.of(teacher, Tiny.student())
                .stage(Stage.upTo(Tiny.GUIDED, 1)
                        .objective("channel", 1, Correlation.channel(Tiny.GUIDED, Tiny.TEACHER2)))
                .stage(Stage.whole(2)
                        .objective("labels", 0.3, new CrossEntropy())
                        .objective("soft targets", 0.7, new SoftTargets(4))
                        .objective("layer", 1, ActivationMatching.of(Tiny.CONV3, Tiny.TEACHER3))
                        .objective("relations", 1, SeveralDevicesTest::relations))
                .seed(42);
    }

    /** How alike the images of a batch are: of no use to anybody who sees but a part of them. */
    private static NDArray relations(StepContext context) {
        NDArray logits = context.getStudent().getLogits();
        return logits.matMul(logits.transpose()).square().mean();
    }

    @DataProvider
    public static Object[][] splits() {
        return new Object[][] {{2, 14, 4}, {3, 14, 4}, {2, 8, 8}, {4, 11, 5}, {7, 10, 8}};
    }

    /** 14 images in batches of 4 end with 2, fewer than 3 devices. */
    @Test(dataProvider = "splits")
    public void theStepsAreThoseOfOneDevice(int count, int images, int batch) throws IOException {
        TrainingData trainingData = TinyImages.trainingData(images, batch);
        Outcome one = Outcome.of(everything(), trainingData);
        Outcome several = Outcome.of(everything().devices(devices(count)), trainingData);
        assertTrue(one.weights().changed(several.weights()).size() > 3, "the batches were never split");
        assertClose(several.weights(), one.weights());
        for (int i = 0; i < one.history().size(); i++) {
            EpochResult wanted = one.history().get(i);
            EpochResult got = several.history().get(i);
            assertEquals(got.samples(), wanted.samples());
            wanted.terms()
                    .forEach((name, value) ->
                            assertEquals(requireNonNull(got.terms().get(name)), value, 1e-4, name));
        }
    }

    private static void assertClose(Snapshot several, Snapshot one) {
        for (String name : one.names()) {
            assertEquals(several.get(name), one.get(name), 2e-5f, name);
        }
    }

    @Test
    public void residualLayersAreSplitToo() throws IOException {
        Student student = Student.of("tiny-residual", () -> new Layers()
                .add("conv1", Tiny.layer(4))
                .add("conv2", new Residual(Tiny.layer(4), new LambdaBlock(list -> list)))
                .add("classes", Tiny.classifier(TinyImages.CLASSES)));
        Distillation alone =
                Distillation.alone(student).stage(Stage.whole(2).objective("labels", 1, new CrossEntropy()));
        Outcome one = Outcome.of(alone, TinyImages.trainingData(12, 6));
        Outcome several = Outcome.of(alone.devices(devices(3)), TinyImages.trainingData(12, 6));
        assertClose(several.weights(), one.weights());
    }

    @Test
    public void whatATeacherPutOutIsReadFromTheDiskForAllParts() throws IOException {
        Path folder = Files.createTempDirectory("kept");
        TrainingData trainingData = Repeating.trainingData(2);
        Outcome one = Outcome.of(everything().keeping(folder, 1 << 20), trainingData);
        Outcome several = Outcome.of(everything().keeping(folder, 1 << 20).devices(devices(3)), trainingData);
        assertClose(several.weights(), one.weights());
    }

    @Test
    public void theSameDevicesGiveTheSameBits() throws IOException {
        TrainingData trainingData = TinyImages.trainingData(14, 6);
        Distillation split = everything().devices(devices(3));
        Outcome.of(split, trainingData).assertSame(Outcome.of(split, trainingData));
    }

    @Test
    public void severalStudentsAreSplitTogether() throws IOException {
        TrainingData trainingData = TinyImages.trainingData(14, 6);
        List<Outcome> together = new ArrayList<>();
        StudentGroup.empty()
                .with("one", everything().devices(devices(2)), Observer.NONE)
                .with("other", everything().devices(devices(2)).seed(7), Observer.NONE)
                .train(trainingData, (name, trained) -> {
                    try (trained) {
                        together.add(Outcome.of(trained));
                    }
                });
        together.get(0).assertSame(Outcome.of(everything().devices(devices(2)), trainingData));
        together.get(1).assertSame(Outcome.of(everything().devices(devices(2)).seed(7), trainingData));
    }

    @Test
    public void thePartsOfABatchAreAsEvenAsTheyCanBe() throws IOException {
        List<Long> sizes = new ArrayList<>();
        Student watched = Student.of("watched", () -> new Layers()
                .add("watch", new LambdaBlock(list -> {
                    sizes.add(list.head().getShape().get(0));
                    return list;
                }))
                .add("classes", Tiny.classifier(TinyImages.CLASSES)));
        Distillation alone = Distillation.alone(watched)
                .stage(Stage.whole(1).objective("labels", 1, new CrossEntropy()))
                .devices(devices(3));
        sizes.clear();
        Outcome.of(alone, TrainingData.of(TinyImages.INPUT, epoch -> TinyImages.of(9, 7)));
        List<Long> steps = sizes.subList(sizes.size() - 5, sizes.size());
        assertEquals(steps, List.of(3L, 2L, 2L, 1L, 1L));
    }

    @Test
    public void aTeacherIsShownEachImageOnce() throws IOException {
        AtomicInteger runs = new AtomicInteger();
        try (Teacher counted = Tiny.teacher(() ->
                new Layers().add("seen", Tiny.counted(runs)).add("classes", Tiny.classifier(TinyImages.CLASSES)))) {
            Distillation several = Distillation.of(counted, Tiny.student())
                    .stage(Stage.whole(1).objective("soft targets", 1, new SoftTargets(4)))
                    .devices(devices(2));
            runs.set(0);
            Outcome.of(several, TrainingData.of(TinyImages.INPUT, epoch -> TinyImages.of(8, 4)));
            int split = runs.get();
            runs.set(0);
            Outcome.of(several.device(Device.cpu()), TrainingData.of(TinyImages.INPUT, epoch -> TinyImages.of(8, 4)));
            assertEquals(split, runs.get() + 2, "two batches, each in two parts");
        }
    }

    @Test
    public void aBatchNormThatNobodySeesIsRefusedBeforeAnythingIsTrained() {
        Block hidden = new ParallelBlock(list -> list.get(0), List.of(Tiny.layer(4), Tiny.layer(4)));
        Refusal.assertBegins(
                Refusal.of(() -> Outcome.of(labels(new Layers().add("hidden", hidden)), TinyImages.trainingData(8, 4))),
                "ParallelBlock normalises its batch within itself, which on several devices would be another step");
    }

    @Test
    public void aNormOfPartsOfABatchIsRefused() {
        Block ghost = GhostBatchNorm.builder().optVirtualBatchSize(2).build();
        Refusal.assertBegins(
                Refusal.of(() -> Outcome.of(labels(new Layers().add("ghost", ghost)), TinyImages.trainingData(8, 4))),
                "GhostBatchNorm normalises its batch within itself");
    }

    private static Distillation labels(Layers first) {
        return Distillation.alone(Student.of("odd", () -> first.add("classes", Tiny.classifier(TinyImages.CLASSES))))
                .stage(Stage.whole(1).objective("labels", 1, new CrossEntropy()))
                .devices(devices(2));
    }

    @Test
    public void noDeviceIsRefused() {
        Refusal.assertBegins(
                Refusal.of(() -> everything().devices(List.of())), "Wanted one device or more to train on, got none");
    }

    @Test
    public void aGroupIsOnTheSameDevices() {
        StudentGroup one = StudentGroup.empty().with("one", everything().devices(devices(2)), Observer.NONE);
        Refusal.assertBegins(
                Refusal.of(() -> one.with("other", everything(), Observer.NONE)),
                "The students of a group are on the same devices; \"other\" is on [cpu()], \"one\" on [cpu(), cpu()]");
    }
}
