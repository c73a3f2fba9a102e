package dev.understudy;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import ai.djl.ndarray.types.Shape;
import dev.understudy.objective.Correlation;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.optimizer.SgdRule;
import dev.understudy.recipe.Task;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Values that a stage, a distillation and their parts take and refuse. */
public final class StageTest {

    private static final Objective LABELS = new CrossEntropy();
    private static final Objective CHANNEL = Correlation.channel(Tiny.CONV1, Tiny.TEACHER1);
    private static final TrainingData TRAINING_DATA = TinyImages.trainingData(4, 4);

    @Test
    public void aWeightMustBeAtLeastZero() {
        assertEquals(
                Refusal.of(() -> Stage.whole(1).objective("labels", -0.5, LABELS)),
                "The weight of \"labels\" must be at least 0, got -0.5");
        for (double weight : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
            Refusal.assertBegins(
                    Refusal.of(() -> Stage.whole(1).objective("labels", weight, LABELS)), "The weight of \"labels\"");
        }
        assertEquals(
                Stage.whole(1).objective("labels", 0, LABELS).getObjectives().size(), 1);
    }

    @Test
    public void eachObjectiveHasANameOfItsOwn() {
        Stage stage = Stage.whole(1).objective("labels", 1, LABELS);
        assertEquals(
                Refusal.of(() -> stage.objective("labels", 1, CHANNEL)),
                "Each objective of a stage needs a name of its own; got \"labels\", there are [labels]");
        Refusal.assertBegins(Refusal.of(() -> stage.objective(" ", 1, CHANNEL)), "Each objective of a stage needs");
    }

    @Test
    public void aStageThatEndsEarlyHasNoLogits() {
        assertEquals(
                Refusal.of(() -> Stage.upTo(Tiny.CONV1, 1).objective("labels", 1, LABELS)),
                "\"labels\" reads the student's logits, but the stage ends at conv1");
    }

    @Test
    public void aStageThatEndsEarlyReadsNothingDeeper() {
        try (Teacher teacher = Tiny.teacher()) {
            Stage stage =
                    Stage.upTo(Tiny.CONV1, 1).objective("channel", 1, Correlation.channel(Tiny.GUIDED, Tiny.TEACHER2));
            assertEquals(
                    Refusal.of(() -> Distillation.of(teacher, Tiny.student())
                            .stage(stage)
                            .train(TRAINING_DATA, Observer.NONE)),
                    "The stage ends at conv1, but its objectives read [conv2/guided] of the student");
        }
    }

    @DataProvider
    public static Object[][] ends() {
        return new Object[][] {{Stage.whole(1)}, {Stage.upTo(Tiny.CONV1, 1)}};
    }

    @Test(dataProvider = "ends")
    public void aStageThatReadsNothingOfTheStudentIsRefused(Stage stage) {
        Objective blind = Objective.reading(
                Needs.nothing(), context -> context.getLabels().mean());
        assertEquals(
                Refusal.of(() -> Distillation.alone(Tiny.student()).stage(stage.objective("blind", 1, blind))),
                "No objective of the stage \"" + stage.getName()
                        + "\" reads anything of the student; there are [blind]; Stage.modules trains auxiliary modules alone");
    }

    @Test
    public void aStageLastsAtLeastOneEpoch() {
        assertEquals(Refusal.of(() -> Stage.whole(0)), "A stage needs at least 1 epoch, got 0");
        assertEquals(Refusal.of(() -> Stage.upTo(Tiny.CONV1, -3)), "A stage needs at least 1 epoch, got -3");
    }

    @Test
    public void aStageWithoutObjectivesIsRefused() {
        Distillation alone = Distillation.alone(Tiny.student());
        assertEquals(Refusal.of(() -> alone.stage(Stage.whole(1))), "The stage \"whole\" has no objective");
    }

    @Test
    public void aDistillationWithoutStagesIsRefused() {
        assertEquals(
                Refusal.of(() -> Distillation.alone(Tiny.student()).train(TRAINING_DATA, Observer.NONE)),
                "The distillation of \"tiny-student\" has no stage");
    }

    @Test
    public void whoLearnsAloneReadsNoTeacher() {
        Distillation alone = Distillation.alone(Tiny.student());
        assertEquals(
                Refusal.of(() -> alone.stage(Stage.whole(1).objective("channel", 1, CHANNEL))
                        .check()),
                "The stage \"whole\" reads a teacher's activations, but \"tiny-student\" learns alone");
    }

    @Test
    public void eachOptionGivesANewStage() {
        Stage plain = Stage.upTo(Tiny.CONV1, 3);
        Stage full = plain.objective("channel", 2, CHANNEL)
                .schedule(Schedule.constant(0.5))
                .optimizer(new SgdRule(0, 0, false, false));
        assertEquals(plain.getObjectives().size(), 0);
        assertEquals(plain.getOptimizer(), new SgdRule(0.9, 5e-4, true, false));
        assertEquals(plain.getSchedule().at(new TrainingProgress(0, 3, 0, 1)), 0.1);
        assertEquals(full.getObjectives().get("channel"), new Stage.Weighted(2, CHANNEL));
        assertEquals(full.getOptimizer(), new SgdRule(0, 0, false, false));
        assertEquals(full.getSchedule().at(new TrainingProgress(0, 3, 0, 1)), 0.5);
        assertEquals(full.getName(), "up to conv1");
        assertEquals(full.getEpochs(), 3);
        assertEquals(full.getEnd(), Tiny.CONV1);
    }

    @Test
    public void eachOptionGivesANewDistillation() {
        Distillation alone = Distillation.alone(Tiny.student());
        Distillation more =
                alone.stage(Stage.whole(1).objective("labels", 1, LABELS)).seed(7);
        assertEquals(alone.getStages().size(), 0);
        assertEquals(alone.getSeed(), 1);
        assertEquals(more.getStages().size(), 1);
        assertEquals(more.getSeed(), 7);
        assertEquals(more.getTeacher(), null);
    }

    @Test
    public void needsAddUpAndSharedModulesAreKeptOnce() {
        AuxiliaryModule module = AuxiliaryModule.of("regressor", shapes -> Optional.empty());
        Needs first = Needs.nothing().with(Tiny.CONV1).with(module).withStudentLogits();
        Needs second = Needs.nothing()
                .with(Tiny.TEACHER1)
                .with(Tiny.CONV1)
                .with(AuxiliaryModule.of("regressor", module.getBuilder()));
        Needs both = first.and(second);
        assertEquals(both.getStudentTaps(), Set.of(Tiny.CONV1));
        assertEquals(both.getTeacherTaps(), Set.of(Tiny.TEACHER1));
        assertEquals(both.getModules(), List.of(module));
        assertTrue(both.readsStudentLogits());
        assertFalse(both.readsTeacherLogits());
        assertTrue(both.readsTeacher());
        assertFalse(first.readsTeacher());
        assertTrue(Needs.nothing().withTeacherLogits().readsTeacher());
        assertEquals(Needs.nothing().getStudentTaps().size(), 0, "nothing is still nothing");
    }

    @Test
    public void optimizersRefuseValuesOutOfRange() {
        assertEquals(Refusal.of(() -> new SgdRule(1, 0, true, false)), "Momentum must be from 0 to below 1, got 1.0");
        Refusal.assertBegins(Refusal.of(() -> new SgdRule(-0.1, 0, true, false)), "Momentum must be");
        Refusal.assertBegins(Refusal.of(() -> new SgdRule(Double.NaN, 0, true, false)), "Momentum must be");
        assertEquals(
                Refusal.of(() -> new SgdRule(0, -1e-4, true, false)), "Weight decay must be at least 0, got -1.0E-4");
        Refusal.assertBegins(Refusal.of(() -> SgdRule.standard().weightDecay(Double.NaN)), "Weight decay must be");
    }

    @Test
    public void tasksTapsAndStudentsRefuseNonsense() {
        assertEquals(
                Refusal.of(() -> new Task(new Shape(8, 8), 10, 1)),
                "An image's shape is (channels, height, width), got (8, 8)");
        assertEquals(Refusal.of(() -> new Task(TinyImages.INPUT, 1, 1)), "At least 2 classes are needed, got 1");
        assertEquals(
                Refusal.of(() -> new Task(TinyImages.INPUT, 2, 0)), "A width must be above 0 and at most 16, got 0.0");
        Refusal.assertBegins(Refusal.of(() -> new Task(TinyImages.INPUT, 2, Double.NaN)), "A width must be");
        assertEquals(Refusal.of(() -> new StudentTap("")), "A student tap needs the path of a block, got an empty one");
        assertEquals(
                Refusal.of(() -> new TeacherTap(" ")), "A teacher tap needs the path of a block, got an empty one");
        assertEquals(Refusal.of(() -> Student.of("", Tiny::selfTaught)), "A student needs a name, got an empty one");
    }
}
