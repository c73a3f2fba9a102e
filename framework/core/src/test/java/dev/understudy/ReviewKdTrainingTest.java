package dev.understudy;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.Device;
import dev.understudy.measure.WeightCheck;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.objective.ReviewKd;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

/** Modules of several inputs and outputs over several layers, from the first step to the trained student. */
public final class ReviewKdTrainingTest {

    private static final StudentTap POOLED = new StudentTap("classes/flat");
    private static final TeacherTap TEACHERS_POOLED = new TeacherTap("classes/flat");

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

    /** Maps of 8 x 8, then 8 x 8 to the teacher's 4 x 4. */
    private static ReviewKd ofMaps() {
        return ReviewKd.of(List.of(Tiny.CONV1, Tiny.CONV3), List.of(Tiny.TEACHER1, new TeacherTap("conv3/norm")));
    }

    private static ReviewKd withPooled() {
        return ReviewKd.of(
                List.of(Tiny.CONV1, Tiny.CONV3, POOLED),
                List.of(Tiny.TEACHER1, new TeacherTap("conv3/norm"), TEACHERS_POOLED));
    }

    private Distillation distillation(ReviewKd review) {
        return Distillation.of(teacher, Tiny.student())
                .stage(Stage.whole(2)
                        .objective("labels", 1, new CrossEntropy())
                        .objective("review", 5, Schedule.constant(1).warmUp(1), review))
                .seed(42);
    }

    @Test
    public void itGoesOnTheSameAndIsInAGroupAsAlone() throws IOException {
        Outcome outcome = SameBits.check(
                () -> distillation(withPooled()), TinyImages.trainingData(14, 4).fingerprint("14 images"), 2, 5);
        outcome.history().forEach(epoch -> assertTrue(Double.isFinite(epoch.loss()), epoch.toString()));
    }

    @Test
    public void itsModulesLearnAndAreDropped() throws IOException {
        TrainingData trainingData = TinyImages.trainingData(12, 4);
        Distillation modules =
                Distillation.of(teacher, Tiny.student()).stage(Stage.whole(12).objective("review", 1, withPooled()));
        try (TrainedStudent trained = modules.train(trainingData);
                TrainedStudent alone = Distillation.alone(Tiny.student())
                        .stage(Stage.whole(1).objective("labels", 1, new CrossEntropy()))
                        .train(trainingData)) {
            double first = trained.getHistory().get(0).loss();
            double last = trained.getHistory().get(11).loss();
            assertTrue(last < 0.9 * first, first + " to " + last);
            assertEquals(
                    Snapshot.of(trained.getNetwork()).names(),
                    Snapshot.of(alone.getNetwork()).names());
        }
    }

    @Test
    public void howItPullsIsTold() throws IOException {
        WeightCheck.of(distillation(withPooled()), TinyImages.trainingData(14, 4))
                .forEach(share -> assertTrue(share.gradient() > 0, share.toString()));
    }

    @Test
    public void severalDevicesTakeTheSameSteps() throws IOException {
        TrainingData trainingData = TinyImages.trainingData(14, 4);
        Outcome one = Outcome.of(distillation(withPooled()), trainingData);
        Outcome several = Outcome.of(
                distillation(withPooled()).devices(List.of(Device.cpu(), Device.cpu(), Device.cpu())), trainingData);
        assertTrue(one.weights().changed(several.weights()).size() > 3, "the batches were never split");
        for (String name : one.weights().names()) {
            assertEquals(several.weights().get(name), one.weights().get(name), 2e-5f, name);
        }
        for (int i = 0; i < 2; i++) {
            double wanted = Objects.requireNonNull(one.history().get(i).terms().get("review"));
            assertEquals(Objects.requireNonNull(several.history().get(i).terms().get("review")), wanted, 1e-4);
        }
    }

    @Test
    public void aLastBatchOfOneIsLearnedFromWhereEachStageHasAMap() throws IOException {
        try (TrainedStudent trained = distillation(ofMaps()).train(TinyImages.trainingData(9, 4))) {
            trained.getHistory().forEach(epoch -> assertTrue(Double.isFinite(epoch.loss()), epoch.toString()));
        }
    }

    @Test
    public void aLastBatchOfOneIsRefusedBeforeTheFirstStepWhereAStageIsPooled() {
        int[] steps = {0};
        String line = Refusal.of(() -> distillation(withPooled()).train(TinyImages.trainingData(9, 4), event -> {
            if (event instanceof Event.StepDone) {
                steps[0]++;
            }
        }));
        Refusal.assertBegins(
                line,
                "The last batch of 9 images in batches of 4 holds one image, from which the auxiliary module \"review [conv1,"
                        + " conv3, classes/flat] -> [conv1, conv3/norm, classes/flat] 512: classes/flat\" of"
                        + " \"tiny-student\" cannot learn");
        assertEquals(steps[0], 0);
        // Told in the same words before a training: also where it is the first batch, or one of the first.
        assertEquals(Refusal.of(() -> WeightCheck.of(distillation(withPooled()), TinyImages.trainingData(9, 4))), line);
        Refusal.assertBegins(
                Refusal.of(() -> WeightCheck.of(distillation(withPooled()), TinyImages.trainingData(3, 1))),
                "The last batch of 3 images in batches of 1 holds one image");
    }
}
