package dev.understudy;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.objective.InView;
import dev.understudy.objective.logits.MultiLevelLogits;
import dev.understudy.objective.logits.MultiLevelLogits.Level;
import dev.understudy.objective.logits.MultiLevelLogitsAsPublished;
import dev.understudy.objective.logits.SoftTargets;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

/** Several views of each image: what an objective reads of them, and that nothing else is computed. */
public final class ViewsInTrainingTest {

    private static final TrainingData PLAIN = TinyImages.trainingData(14, 4);
    private static final TrainingData TRAINING_DATA = PLAIN.view("strong", epoch -> Otherwise.of(14, 4));

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

    private Distillation multiLevel() {
        Stage stage = Stage.whole(2)
                .objective("labels", 0.1, new CrossEntropy())
                .objective("labels strong", 0.1, new InView("strong", new CrossEntropy()));
        for (Level level : Level.values()) {
            MultiLevelLogits logits = MultiLevelLogits.of(level);
            stage = stage.objective(level.name(), 0.9, logits.masked(level == Level.INSTANCE))
                    .objective(level + " strong", 0.9, new InView("strong", logits));
        }
        return Distillation.of(teacher, Tiny.student()).stage(stage);
    }

    private Distillation published() {
        return Distillation.of(teacher, Tiny.student())
                .stage(Stage.whole(2)
                        .objective("labels", 0.1, new CrossEntropy())
                        .objective("instance", 0.9, new MultiLevelLogitsAsPublished(Level.INSTANCE, "strong")));
    }

    @Test
    public void eachViewHasWhatBothNetworksPutOutForIt() throws IOException {
        List<Boolean> found = new ArrayList<>();
        Needs needs = Needs.nothing()
                .withStudentLogits()
                .withView(
                        "strong",
                        Needs.nothing().withTeacherLogits().with(Tiny.CONV1).withStudentLogits());
        Objective spy = context -> {
            StepContext strong = context.getView("strong");
            found.add(context.getInput().neg().contentEquals(strong.getInput()));
            found.add(context.getLabels().contentEquals(strong.getLabels()));
            found.add(context.getIndices().contentEquals(strong.getIndices()));
            found.add(!context.getTeacher().hasLogits() && strong.getTeacher().hasLogits());
            found.add(!context.getStudent().contains(Tiny.CONV1)
                    && strong.getStudent().contains(Tiny.CONV1));
            NDArray both =
                    context.getStudent().getLogits().add(strong.getStudent().getLogits());
            return both.square().mean();
        };
        Distillation.of(teacher, Tiny.student())
                .stage(Stage.whole(1).objective("spy", 1, Objective.reading(needs, spy)))
                .train(TRAINING_DATA)
                .close();
        assertTrue(found.stream().allMatch(x -> x), found.toString());
    }

    @Test
    public void multiLevelLogitsTrainsAndGoesOnAndIsInAGroupAsAlone() throws IOException {
        List<EpochResult> history =
                SameBits.check(this::multiLevel, TRAINING_DATA, 2, 5).history();
        assertTrue(history.get(1).loss() < history.get(0).loss(), history.toString());
        SameBits.check(this::published, TRAINING_DATA, 3);
    }

    @Test
    public void severalDevicesSeeTheViewsToo() throws IOException {
        Outcome.of(multiLevel().devices(List.of(Device.cpu(), Device.cpu())), TRAINING_DATA);
    }

    @Test
    public void aViewThatNobodyReadsIsNotRead() throws IOException {
        Otherwise view = Otherwise.of(14, 4);
        Distillation labels =
                Distillation.alone(Tiny.student()).stage(Stage.whole(2).objective("labels", 1, new CrossEntropy()));
        Outcome with = Outcome.of(labels, PLAIN.view("strong", epoch -> view));
        assertEquals(view.runs().get(), 0);
        with.assertSame(Outcome.of(labels, PLAIN));
        Outcome.of(
                labels.stage(Stage.whole(1).objective("strong", 1, new InView("strong", new CrossEntropy()))),
                PLAIN.view("strong", epoch -> view));
        assertEquals(view.runs().get(), 1, "in the stage alone that reads it");
    }

    @Test
    public void whatIsTrainedInAViewAloneIsTrained() throws IOException {
        Distillation strong = Distillation.alone(Tiny.student())
                .stage(Stage.whole(1).objective("strong", 1, new InView("strong", new CrossEntropy())));
        Distillation plain =
                Distillation.alone(Tiny.student()).stage(Stage.whole(1).objective("plain", 1, new CrossEntropy()));
        Outcome one = Outcome.of(strong, TRAINING_DATA);
        // The other view by itself, as the training set.
        Outcome other = Outcome.of(
                plain,
                TrainingData.of(TinyImages.INPUT, epoch -> Otherwise.of(14, 4)).test(TinyImages.of(14, 4)));
        one.weights().assertSameBits(other.weights());
        assertEquals(one.history().get(0).testAccuracy(), other.history().get(0).testAccuracy());
    }

    @Test
    public void aViewOfOtherSamplesIsRefused() {
        Otherwise shifted =
                new Otherwise(TinyImages.of(14, 4), 1, Otherwise.of(1, 1).runs());
        assertEquals(
                Refusal.of(() -> multiLevel().train(PLAIN.view("strong", epoch -> shifted))),
                "The view \"strong\" shows other samples than the training set in the same batch; it must show the same"
                        + " ones in the same order");
        assertEquals(
                Refusal.of(() -> multiLevel().train(PLAIN.view("strong", epoch -> Otherwise.of(8, 4)))),
                "The view \"strong\" of the training set ends before the training set");
        assertEquals(
                Refusal.of(() -> multiLevel().train(PLAIN)),
                "An objective reads the view \"strong\" of the images; the training data has [], see TrainingData.view");
    }

    @Test
    public void keptOutputsOfAViewAreRefused() throws IOException {
        Distillation kept = multiLevel().keeping(Files.createTempDirectory("kept"), 1 << 20);
        assertEquals(
                Refusal.of(() -> kept.train(TRAINING_DATA)),
                "The teacher's outputs can be kept for the batch itself alone; the stage \"whole\" reads them of the view"
                        + " \"strong\" too; leave keeping out");
    }

    @Test
    public void theViewIsPartOfTheIdentity() throws IOException {
        TrainingData one = PLAIN.view("strong", epoch -> Otherwise.of(14, 4), "negatives");
        TrainingData other = PLAIN.view("strong", epoch -> Otherwise.of(14, 4), "others");
        assertNotEquals(
                Identity.of(multiLevel(), one).getSettings(),
                Identity.of(multiLevel(), other).getSettings());
        Distillation labels =
                Distillation.alone(Tiny.student()).stage(Stage.whole(1).objective("soft", 1, new CrossEntropy()));
        assertEquals(
                Identity.of(labels, one).getSettings(),
                Identity.of(labels, PLAIN).getSettings());
    }

    @Test
    public void anObjectiveOfTheirsIsCheckedInAViewToo() {
        Objective twice =
                context -> context.getStudent().getLogits().mul(2).square().mean();
        String refused = Refusal.of(() -> Distillation.alone(Tiny.student())
                .stage(Stage.whole(1).objective("twice", 1, new InView("strong", twice)))
                .train(TRAINING_DATA));
        assertTrue(refused.contains("it computes with a plain number"), refused);
        assertEquals(
                new InView("strong", SoftTargets.standard()).needs().getViews().size(), 1);
    }

    /** Where nothing is read of the second teacher there is no teacher, whatever is read of the first one there. */
    @Test
    public void anObjectiveInAViewLearnsFromAnotherSource() throws IOException {
        List<Boolean> found = new ArrayList<>();
        AuxiliaryModule embedding = AuxiliaryModule.of(
                "embedding",
                shapes -> Optional.of(AuxiliaryModule.Built.of(
                        () -> Linear.builder().setUnits(3).build(), new Shape(1, TinyImages.CLASSES))));
        Needs needs = Needs.nothing()
                .withStudentLogits()
                .withTeacherLogits()
                .with(embedding)
                .withView("weak", Needs.nothing().withStudentLogits());
        Objective spy = context -> {
            StepContext weak = context.getView("weak");
            found.add(context.getTeacher().hasLogits() && !weak.getTeacher().hasLogits());
            return weak.getModules()
                    .forward("embedding", weak.getStudent().getLogits())
                    .square()
                    .mean();
        };
        Needs inView = Needs.nothing()
                .withStudentLogits()
                .withView("strong", Needs.nothing().withStudentLogits().withTeacherLogits());
        Objective outer = context -> {
            found.add(!context.getTeacher().hasLogits()
                    && context.getView("strong").getTeacher().hasLogits());
            return new CrossEntropy().loss(context);
        };
        TrainingData both = TRAINING_DATA.view("weak", epoch -> Otherwise.of(14, 4));
        try (Teacher second =
                Tiny.teacher(() -> Tiny.teaching(TinyImages.CLASSES).add("turned", Tiny.turned()))) {
            Stage stage = Stage.whole(1)
                    .objective("soft targets", 1, new SoftTargets(4))
                    .objective("strong", 1, Objective.from("second", new InView("strong", new SoftTargets(4))))
                    .objective("spy", 1, Objective.from("second", Objective.reading(needs, spy)));
            Distillation.of(teacher, Tiny.student())
                    .teacher("second", second)
                    .stage(stage)
                    .stage(Stage.whole(1)
                            .objective("soft targets", 1, new SoftTargets(4))
                            .objective("outer", 1, Objective.from("second", Objective.reading(inView, outer))))
                    .train(both)
                    .close();
            Stage fromSecond = Stage.whole(2)
                    .objective("strong", 1, Objective.from("second", new InView("strong", new SoftTargets(4))));
            Stage own = Stage.whole(2).objective("strong", 1, new InView("strong", new SoftTargets(4)));
            SameBits.check(
                            () -> Distillation.of(teacher, Tiny.student())
                                    .teacher("second", second)
                                    .stage(fromSecond),
                            TRAINING_DATA,
                            3)
                    .assertSame(
                            Outcome.of(Distillation.of(second, Tiny.student()).stage(own), TRAINING_DATA));
        }
        assertTrue(!found.isEmpty() && found.stream().allMatch(x -> x), found.toString());
    }
}
