package dev.understudy;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Linear;
import ai.djl.training.dataset.Dataset;
import dev.understudy.block.Layers;
import dev.understudy.objective.CrossEntropy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** What happens when a training cannot go on. */
public final class DivergenceTest {

    private static final Objective NOT_A_NUMBER = brokenFrom(1);

    private final List<Block> networks = new ArrayList<>();

    private final Student student = Student.of("watched", () -> {
        Block network = Tiny.selfTaught();
        networks.add(network);
        return network;
    });

    @Test
    public void anObjectiveThatIsNoNumberIsNamed() {
        Distillation distillation = Distillation.alone(student)
                .stage(Stage.whole(2)
                        .objective("labels", 1, new CrossEntropy())
                        .objective("broken", 0.1, brokenFrom(2)));
        assertEquals(
                stopped(distillation),
                "The loss of \"broken\" became NaN in epoch 1 of the stage \"whole\" at step 3; a lower learning rate than"
                        + " 0.0750, a warm-up, or a lower weight of \"broken\" than 0.1 may help");
    }

    @Test
    public void itStopsAtTheStepBeforeOthersAreTakenWithIt() {
        Distillation distillation = Distillation.alone(student)
                .stage(Stage.whole(2)
                        .objective("labels", 1, new CrossEntropy())
                        .objective("broken", 0.1, brokenFrom(1)));
        Refusal.assertBegins(
                stopped(distillation),
                "The loss of \"broken\" became NaN in epoch 1 of the stage \"whole\" at step 2; ");
    }

    @Test
    public void aLabelThatTheStudentHasNoClassForIsRefused() {
        Student three = Student.of("three", () -> new Layers()
                .add("flatten", Blocks.batchFlattenBlock())
                .add("classes", Linear.builder().setUnits(3).build()));
        Distillation distillation =
                Distillation.alone(three).stage(Stage.whole(1).objective("labels", 1, new CrossEntropy()));
        assertEquals(
                Refusal.of(() -> distillation.train(TinyImages.trainingData(8, 4), Observer.NONE)),
                "The training set has a label 3, the network puts out 3 classes, 0 to 2");
    }

    /** Three classes are trained without a word; the label 3 comes in a split that is measured. */
    @Test
    public void aLabelOfATestOrValidationSplitThatTheStudentHasNoClassForIsRefused() {
        Student three = Student.of("three", () -> new Layers()
                .add("flatten", Blocks.batchFlattenBlock())
                .add("classes", Linear.builder().setUnits(3).build()));
        Distillation distillation =
                Distillation.alone(three).stage(Stage.whole(1).objective("labels", 1, new CrossEntropy()));
        TrainingData fitting = TrainingData.of(TinyImages.INPUT, epoch -> TinyImages.of(3, 3));
        Dataset wrong = TinyImages.of(8, 4);
        assertEquals(
                Refusal.of(() -> distillation.train(fitting.test(wrong), Observer.NONE)),
                "The test set has a label 3, the network puts out 3 classes, 0 to 2");
        assertEquals(
                Refusal.of(() -> distillation.train(fitting.validation(wrong), Observer.NONE)),
                "The validation set has a label 3, the network puts out 3 classes, 0 to 2");
    }

    @DataProvider
    public static Object[][] rates() {
        return new Object[][] {{1e20}, {1e38}};
    }

    @Test(dataProvider = "rates")
    public void aLearningRateFarTooLargeIsStoppedAndTheObjectiveNamed(double rate) {
        Distillation distillation = Distillation.alone(student)
                .stage(Stage.whole(4)
                        .objective("calm", 1, context -> context.getStudent()
                                .getLogits()
                                .square()
                                .mean())
                        .schedule(Schedule.constant(rate)));
        String message = stopped(distillation);
        assertTrue(message.matches("The loss of \"calm\" became (NaN|Infinity) in epoch [1-4] of .*"), message);
    }

    @Test
    public void aLongEpochIsStoppedBeforeItsEnd() {
        List<Event> events = new ArrayList<>();
        Distillation distillation =
                Distillation.alone(student).stage(Stage.whole(1).objective("broken", 1, NOT_A_NUMBER));
        expectThrows(
                TrainingException.class,
                () -> distillation.train(
                        TrainingData.of(TinyImages.INPUT, epoch -> new TinyImages(TinyImages.INPUT, 400, 2)),
                        events::add));
        assertTrue(events.size() < 60, events.size() + " steps of 200");
    }

    @Test
    public void aFailedTrainingFreesItsStudent() {
        stopped(Distillation.alone(student).stage(Stage.whole(1).objective("broken", 1, NOT_A_NUMBER)));
        Block network = networks.get(networks.size() - 1);
        for (Parameter parameter : network.getParameters().values()) {
            assertTrue(parameter.getArray().isReleased(), parameter.getName());
        }
    }

    @Test
    public void anotherStudentTrainsAfterAnObjectiveThatThrew() throws IOException {
        Objective thrower = context -> {
            throw new IllegalStateException("thrown in the middle of a step");
        };
        IllegalStateException thrown = expectThrows(IllegalStateException.class, () -> Distillation.alone(student)
                .stage(Stage.whole(1).objective("thrower", 1, thrower))
                .train(TinyImages.trainingData(8, 4), Observer.NONE));
        assertEquals(thrown.getMessage(), "thrown in the middle of a step");
        try (TrainedStudent trained = Distillation.alone(student)
                .stage(Stage.whole(1).objective("labels", 1, new CrossEntropy()))
                .train(TinyImages.trainingData(8, 4), Observer.NONE)) {
            assertEquals(trained.getHistory().size(), 1);
            assertFalse(
                    trained.getNetwork().getParameters().valueAt(0).getArray().isReleased());
        }
    }

    @Test
    public void aStudentThatGetsNoGradientIsStoppedInOneLine() {
        Distillation distillation =
                Distillation.alone(student).stage(Stage.whole(1).objective("labels", 0, new CrossEntropy()));
        assertEquals(
                stopped(distillation),
                "No objective of the stage \"whole\" gave the student a gradient in its first step; their weights are"
                        + " {labels=0.0}");
    }

    @Test
    public void anEmptyTrainingSetIsRefused() {
        assertEquals(
                Refusal.of(() -> Distillation.alone(student)
                        .stage(Stage.whole(1).objective("labels", 1, new CrossEntropy()))
                        .train(TinyImages.trainingData(0, 4), Observer.NONE)),
                "The training set is empty");
    }

    private static Objective brokenFrom(long step) {
        return context -> {
            NDArray mean = context.getStudent().getLogits().mean();
            return context.getProgress().step() < step
                    ? mean
                    : mean.mul(mean.getManager().create(Float.NaN));
        };
    }

    private static String stopped(Distillation distillation) {
        return Refusal.line(expectThrows(
                TrainingException.class, () -> distillation.train(TinyImages.trainingData(12, 4), Observer.NONE)));
    }
}
