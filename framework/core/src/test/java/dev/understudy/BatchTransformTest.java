package dev.understudy;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.understudy.batch.BatchTransform;
import dev.understudy.batch.CutMix;
import dev.understudy.batch.Mixup;
import dev.understudy.measure.WeightCheck;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.objective.InView;
import dev.understudy.objective.logits.SoftTargets;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;
import theirs.Broken;

/** What is done to a batch before anybody sees it. */
public final class BatchTransformTest {

    private static final TrainingData TRAINING_DATA = TinyImages.trainingData(14, 4);

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

    private Distillation mixed(BatchTransform transform) {
        return Distillation.of(teacher, Tiny.student())
                .stage(Stage.whole(2)
                        .objective("labels", 0.3, new CrossEntropy())
                        .objective("soft targets", 0.7, new SoftTargets(4))
                        .transform(transform));
    }

    @DataProvider
    public static Object[][] transforms() {
        return new Object[][] {{new Mixup(0.4)}, {new CutMix(1)}};
    }

    @Test(dataProvider = "transforms")
    public void mixedBatchesTrainAndGoOnAndAreInAGroupAsAlone(BatchTransform transform) throws IOException {
        Outcome outcome = SameBits.check(() -> mixed(transform), TRAINING_DATA, 2, 6);
        Outcome plain = Outcome.of(
                Distillation.of(teacher, Tiny.student())
                        .stage(Stage.whole(2)
                                .objective("labels", 0.3, new CrossEntropy())
                                .objective("soft targets", 0.7, new SoftTargets(4))),
                TRAINING_DATA);
        assertNotEquals(outcome.history().get(0).loss(), plain.history().get(0).loss());
        Outcome.of(mixed(transform).devices(List.of(Device.cpu(), Device.cpu())), TRAINING_DATA);
        assertEquals(
                WeightCheck.of(mixed(transform), TRAINING_DATA).size(),
                WeightCheck.of(mixed(new Mixup(1)), TRAINING_DATA).size());
    }

    /** Notes what it is shown. */
    private static Distillation watching(Teacher teacher, List<String> seen, BatchTransform transform) {
        Needs needs = Needs.nothing().withStudentLogits().withTeacherLogits();
        Objective spy = context -> {
            NDArray soft = context.getSoftLabels();
            assertEquals(
                    soft.getShape(), new Shape(context.getInput().getShape().get(0), TinyImages.CLASSES));
            seen.add(Arrays.hashCode(context.getInput().toFloatArray()) + " "
                    + Arrays.toString(soft.sum(new int[] {1}).toFloatArray()) + " "
                    + Arrays.hashCode(soft.toFloatArray()) + " "
                    + Arrays.hashCode(context.getTeacher().getLogits().toFloatArray()) + " "
                    + Arrays.toString(context.getLabels().toLongArray()));
            return new CrossEntropy().loss(context);
        };
        return Distillation.of(teacher, Tiny.student())
                .stage(Stage.whole(1)
                        .objective("spy", 1, Objective.reading(needs, spy))
                        .transform(transform));
    }

    @Test
    public void studentsOfAGroupSeeTheSameBatchWhateverTheirSeeds() throws IOException {
        List<String> one = Collections.synchronizedList(new ArrayList<>());
        List<String> other = Collections.synchronizedList(new ArrayList<>());
        List<String> plain = Collections.synchronizedList(new ArrayList<>());
        StudentGroup.empty()
                .with("one", watching(teacher, one, new Mixup(1)), Observer.NONE)
                .with("other", watching(teacher, other, new Mixup(1)).seed(9), Observer.NONE)
                .with("plain", watching(teacher, plain, (batch, random) -> batch), Observer.NONE)
                .train(TRAINING_DATA, (name, trained) -> trained.close());
        List<String> last = one.subList(one.size() - 4, one.size());
        assertEquals(other.subList(other.size() - 4, other.size()), last);
        List<String> unmixed = plain.subList(plain.size() - 4, plain.size());
        for (int i = 0; i < 4; i++) {
            String[] left = last.get(i).split(" ", 2);
            String[] right = unmixed.get(i).split(" ", 2);
            assertNotEquals(left[0], right[0]);
            assertEquals(
                    last.get(i).substring(last.get(i).lastIndexOf('[')),
                    unmixed.get(i).substring(unmixed.get(i).lastIndexOf('[')),
                    "the labels stay");
        }
        assertTrue(last.get(0).contains("[1.0, 1.0, 1.0, 1.0]"), last.get(0));
    }

    @Test
    public void anotherViewIsMixedAlike() throws IOException {
        TrainingData viewed = TRAINING_DATA.view("strong", epoch -> Otherwise.of(14, 4));
        List<Boolean> same = new ArrayList<>();
        Needs needs = Needs.nothing()
                .withStudentLogits()
                .withView("strong", Needs.nothing().withStudentLogits());
        Objective spy = context -> {
            same.add(context.getInput()
                    .neg()
                    .contentEquals(context.getView("strong").getInput()));
            return new CrossEntropy().loss(context).add(new CrossEntropy().loss(context.getView("strong")));
        };
        Distillation.alone(Tiny.student())
                .stage(Stage.whole(1)
                        .objective("spy", 1, Objective.reading(needs, spy))
                        .objective("strong", 1, new InView("strong", new CrossEntropy()))
                        .transform(new Mixup(1)))
                .train(viewed)
                .close();
        assertTrue(same.stream().allMatch(x -> x), same.toString());
    }

    @Test
    public void aTransformMayNotChangeShapes() {
        BatchTransform cutting =
                (batch, random) -> batch.images(batch.getImages().get(":1"));
        String refused = Refusal.of(() -> mixed(cutting).train(TRAINING_DATA));
        assertTrue(refused.endsWith("it may change numbers, not shapes"), refused);
    }

    @Test
    public void keptOutputsOfMixedImagesAreRefused() throws IOException {
        Distillation kept = mixed(new Mixup(0.2)).keeping(Files.createTempDirectory("kept"), 1 << 20);
        assertEquals(
                Refusal.of(() -> kept.train(Repeating.trainingData(2))),
                "The teacher's outputs cannot be kept where images are mixed: the stage \"whole\" has the batch transform"
                        + " Mixup[alpha=0.2]; leave one of the two out");
    }

    @Test
    public void theTransformIsPartOfTheIdentity() {
        assertNotEquals(
                Identity.of(mixed(new Mixup(0.2)), TRAINING_DATA).getSettings(),
                Identity.of(mixed(new Mixup(0.3)), TRAINING_DATA).getSettings());
        assertEquals(Identity.of(mixed(new Mixup(0.2)), TRAINING_DATA).getUnknown(), List.of());
        String unknown = Identity.of(mixed(Broken.transform()), TRAINING_DATA)
                .getUnknown()
                .get(0);
        assertTrue(unknown.startsWith("of the batch transform of the stage \"whole\""), unknown);
    }

    @Test
    public void aStepRunsTheStudentOnce() throws IOException {
        AtomicInteger runs = new AtomicInteger();
        List<Integer> after = new ArrayList<>();
        Student counting = Student.of("counting", () -> Tiny.selfTaught().add("counted", Tiny.counted(runs)));
        Distillation.of(teacher, counting)
                .stage(Stage.whole(1)
                        .objective("labels", 0.3, new CrossEntropy())
                        .objective("soft targets", 0.7, new SoftTargets(4))
                        .transform(new Mixup(1)))
                .train(TRAINING_DATA, event -> {
                    if (event instanceof Event.StepDone) {
                        after.add(runs.get());
                    }
                })
                .close();
        int first = after.get(0);
        assertEquals(after, List.of(first, first + 1, first + 2, first + 3));
    }
}
