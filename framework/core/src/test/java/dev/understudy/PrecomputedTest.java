package dev.understudy;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.understudy.measure.WeightCheck;
import dev.understudy.objective.ClassCenters;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.objective.NormAndDirection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

/** What is computed once before a stage from the teacher over the training set. */
public final class PrecomputedTest {

    private static final TrainingData PLAIN = TinyImages.trainingData(14, 4);
    private static final TrainingData TRAINING_DATA = PLAIN.inOrder(TinyImages.of(14, 5), "in order");

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

    private static Stage plusPlus() {
        return Stage.whole(2)
                .objective("labels", 1, new CrossEntropy())
                .objective("norm and direction", 2, new NormAndDirection(Tiny.CONV3, Tiny.TEACHER3));
    }

    private Distillation second() {
        return Distillation.of(teacher, Tiny.student())
                .stage(Stage.whole(1).objective("labels", 1, new CrossEntropy()))
                .stage(plusPlus());
    }

    @Test
    public void classCentresTrainAndGoOnAndAreInAGroupAsAlone() throws IOException {
        SameBits.check(this::second, TRAINING_DATA, 2, 6, 9);
    }

    @Test
    public void theCentresAreThoseOfTheWholeTrainingSet() throws IOException {
        List<float[]> seen = new ArrayList<>();
        ClassCenters centers = new ClassCenters(Tiny.TEACHER3);
        Objective spy = context -> {
            seen.add(context.getPrecomputed(centers.name()).toFloatArray());
            return new CrossEntropy().loss(context);
        };
        Distillation.of(teacher, Tiny.student())
                .stage(Stage.whole(2)
                        .objective(
                                "spy",
                                1,
                                Objective.reading(
                                        Needs.nothing().withStudentLogits().with(centers), spy)))
                .train(TRAINING_DATA)
                .close();
        float[] first = seen.get(0);
        assertTrue(seen.stream().allMatch(each -> Arrays.equals(each, first)), "the same in all steps");
        assertEquals(first.length, TinyImages.CLASSES * 5);
        try (NDManager manager = NDManager.newBaseManager();
                Teacher.View view = teacher.open(manager, java.util.Set.of(Tiny.TEACHER3), false)) {
            NDArray images = TinyImages.of(14, 14).data(manager, 0, 14);
            NDArray features = view.forward(new ai.djl.ndarray.NDList(images))
                    .get(Tiny.TEACHER3)
                    .mean(new int[] {3})
                    .mean(new int[] {2});
            // Class 1 has the samples 1, 5, 9 and 13.
            NDArray mean = features.get(1)
                    .add(features.get(5))
                    .add(features.get(9))
                    .add(features.get(13))
                    .div(4);
            float[] expected = mean.toFloatArray();
            for (int i = 0; i < expected.length; i++) {
                assertEquals(first[5 + i], expected[i], 1e-5f);
            }
        }
    }

    @Test
    public void aGroupComputesItOnce() throws IOException {
        Otherwise inOrder = Otherwise.of(14, 5);
        TrainingData counted = PLAIN.inOrder(inOrder, "counted");
        StudentGroup.empty()
                .with("one", second(), Observer.NONE)
                .with("other", second().seed(4), Observer.NONE)
                .train(counted, (name, trained) -> trained.close());
        assertEquals(inOrder.runs().get(), 1);
    }

    @Test
    public void withoutATrainingSetInOrderItIsRefused() {
        assertEquals(
                Refusal.of(() -> second().train(PLAIN)),
                "\"class centres of conv3\" is computed before the training from the training set in its given order, not"
                        + " augmented; this training data does not have it, see TrainingData.inOrder");
        assertEquals(
                Refusal.of(() ->
                        Distillation.alone(Tiny.student()).stage(plusPlus()).train(TRAINING_DATA)),
                "The stage \"whole\" reads a teacher's activations, but \"tiny-student\" learns alone");
    }

    @Test
    public void whatIsMeasuredBeforeATrainingHasItToo() throws IOException {
        assertTrue(WeightCheck.of(second(), TRAINING_DATA).size() > 0);
        assertEquals(Identity.of(second(), TRAINING_DATA).getSettings().get("training set in order"), "in order");
        assertEquals(Identity.of(second(), TRAINING_DATA).getUnknown(), List.of());
    }
}
