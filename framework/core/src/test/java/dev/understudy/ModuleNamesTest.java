package dev.understudy;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertThrows;
import static org.testng.Assert.assertTrue;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.core.Linear;
import ai.djl.training.initializer.ConstantInitializer;
import dev.understudy.objective.ActivationMatching;
import dev.understudy.objective.Correlation;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.objective.Norm;
import java.io.IOException;
import java.util.Optional;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

/** Auxiliary modules of one name, and what an objective says that it needs. */
public final class ModuleNamesTest {

    private static final TrainingData TRAINING_DATA = TinyImages.trainingData(8, 4);
    private static final Shape LOGITS = new Shape(1, TinyImages.CLASSES);

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

    /** An objective as users write it: an auxiliary module made anew in each call of needs. */
    private record Embedded(int units) implements Objective {

        @Override
        public Needs needs() {
            return Needs.nothing().withStudentLogits().with(embedding(units));
        }

        @Override
        public ai.djl.ndarray.NDArray loss(StepContext context) {
            return embedded(context);
        }
    }

    private static AuxiliaryModule embedding(int units) {
        return AuxiliaryModule.of(
                "embedding",
                shapes -> Optional.of(AuxiliaryModule.Built.of(
                        () -> Linear.builder().setUnits(units).build(), LOGITS)));
    }

    private static ai.djl.ndarray.NDArray embedded(StepContext context) {
        return context.getModules()
                .forward("embedding", context.getStudent().getLogits())
                .square()
                .mean();
    }

    private static Objective with(AuxiliaryModule module) {
        return Objective.reading(Needs.nothing().withStudentLogits().with(module), ModuleNamesTest::embedded);
    }

    private static Distillation alone(Objective one, Objective other) {
        return Distillation.alone(Tiny.student())
                .stage(Stage.whole(1).objective("one", 1, one))
                .stage(Stage.whole(1).objective("other", 1, other));
    }

    @Test
    public void twoOfOneNameAreRefused() {
        String said =
                "Two auxiliary modules are named \"embedding\": that of \"one\" in the stage \"whole\" and that of \"other\""
                        + " in the stage \"whole\"; give them names of their own, or both the same AuxiliaryModule where they are to share"
                        + " it";
        assertEquals(Refusal.of(() -> alone(new Embedded(3), new Embedded(5)).train(TRAINING_DATA)), said);
        AuxiliaryModule elsewhere = AuxiliaryModule.of(
                "embedding",
                shapes -> Optional.of(AuxiliaryModule.Built.of(
                        () -> Linear.builder().setUnits(3).build(), LOGITS)));
        assertEquals(Refusal.of(() -> alone(new Embedded(3), with(elsewhere)).train(TRAINING_DATA)), said);
        assertEquals(
                Refusal.of(() -> Distillation.alone(Tiny.student())
                        .stage(Stage.whole(1)
                                .objective("one", 1, new Embedded(3))
                                .objective("other", 1, new Embedded(4)))
                        .train(TRAINING_DATA)),
                said);
    }

    @Test
    public void theSameIsShared() throws IOException {
        AuxiliaryModule shared = embedding(3);
        alone(new Embedded(3), new Embedded(3)).train(TRAINING_DATA).close();
        alone(with(shared), with(shared)).train(TRAINING_DATA).close();
        alone(with(embedding(3)), with(embedding(3))).train(TRAINING_DATA).close();
        Distillation.of(teacher, Tiny.student())
                .stage(Stage.whole(1)
                        .objective("channel", 1, Correlation.channel(Tiny.CONV1, Tiny.TEACHER2))
                        .objective(
                                "absolute",
                                1,
                                Correlation.channel(Tiny.CONV1, Tiny.TEACHER2).norm(Norm.ABSOLUTE))
                        .objective("activation", 1, ActivationMatching.of(Tiny.CONV1, Tiny.TEACHER2)))
                .train(TRAINING_DATA)
                .close();
    }

    private static AuxiliaryModule bank(float first) {
        return AuxiliaryModule.buffer("bank", shapes -> new Shape(2), new ConstantInitializer(first));
    }

    @Test
    public void buffersWithOtherFirstNumbersAreNotShared() throws IOException {
        alone(reading(bank(1)), reading(bank(1))).train(TRAINING_DATA).close();
        assertNotShared(reading(bank(1)), reading(bank(2)));
        AuxiliaryModule elsewhere = AuxiliaryModule.buffer("bank", shapes -> new Shape(2), new ConstantInitializer(1));
        assertNotShared(reading(bank(1)), reading(elsewhere));
    }

    @Test
    public void blocksOfOtherPeopleAreToldApart() throws IOException {
        try (Teacher other = Tiny.teacher()) {
            Block one = teacher.partAfter(Tiny.TEACHER3);
            Block two = other.partAfter(Tiny.TEACHER3);
            alone(reading(given(one)), reading(given(one))).train(TRAINING_DATA).close();
            assertNotShared(reading(given(one)), reading(given(two)));
        }
    }

    private static AuxiliaryModule given(Block block) {
        return AuxiliaryModule.of(
                "given", shapes -> Optional.of(AuxiliaryModule.Built.shared(block, new Shape(1, 5, 4, 4))));
    }

    @Test
    public void anotherSourceMakesNothingAlike() {
        AuxiliaryModule elsewhere = AuxiliaryModule.of(
                "embedding",
                shapes -> Optional.of(AuxiliaryModule.Built.of(
                        () -> Linear.builder().setUnits(3).build(), LOGITS)));
        assertNotShared(Objective.from("second", reading(embedding(3))), Objective.from("second", reading(elsewhere)));
    }

    /** Needs the module and does not run it. */
    private static Objective reading(AuxiliaryModule module) {
        return Objective.reading(Needs.nothing().withStudentLogits().with(module), new CrossEntropy());
    }

    private static void assertNotShared(Objective one, Objective other) {
        String refused = Refusal.of(() -> alone(one, other).train(TRAINING_DATA));
        assertTrue(refused.startsWith("Two auxiliary modules are named"), refused);
    }

    @Test
    public void needsCannotBeChanged() {
        for (Needs needs : new Needs[] {Needs.nothing(), Needs.nothing().with(Tiny.CONV1), new Embedded(3).needs()}) {
            assertThrows(UnsupportedOperationException.class, () -> needs.getStudentTaps()
                    .add(Tiny.CONV3));
            assertThrows(UnsupportedOperationException.class, () -> needs.getTeacherTaps()
                    .clear());
            assertThrows(UnsupportedOperationException.class, () -> needs.getModules()
                    .clear());
        }
        assertEquals(Needs.nothing().getStudentTaps().size(), 0);
    }
}
