package dev.understudy;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.understudy.objective.Correlation;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.objective.logits.SoftTargets;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

/** What a stage's objectives are given. */
public final class ObjectivesTest {

    /** How often an objective is run on the first batch before the training, to check its gradient. */
    private static final int CHECKS = 3;

    private static final TrainingData TRAINING_DATA = TinyImages.trainingData(10, 4);

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

    @Test
    public void aStageTakesAnyNumberOfGuidedPairs() throws IOException {
        Stage stage = Stage.whole(1)
                .objective("first", 1, Correlation.channel(Tiny.CONV1, Tiny.TEACHER1))
                .objective("second", 1, Correlation.channel(Tiny.GUIDED, Tiny.TEACHER2))
                .objective("third", 1, Correlation.spatial(Tiny.CONV3, Tiny.TEACHER3))
                .objective("crossed", 1, Correlation.spatial(Tiny.CONV1, Tiny.TEACHER3))
                .objective("labels", 0.3, new CrossEntropy())
                .objective("soft targets", 0.7, new SoftTargets(4));
        List<EpochResult> history = train(stage);
        assertEquals(
                List.copyOf(history.get(0).terms().keySet()),
                List.of("first", "second", "third", "crossed", "labels", "soft targets"));
        history.get(0).terms().forEach((name, loss) -> assertTrue(loss > 0, name + " is " + loss));
    }

    @Test
    public void anObjectiveMayBeALambdaOverTheLogits() throws IOException {
        Stage calm = Stage.whole(6)
                .objective(
                        "calm",
                        1,
                        context -> context.getStudent().getLogits().square().mean())
                .schedule(Schedule.constant(0.2));
        List<EpochResult> history = train(calm);
        double first = history.get(0).loss();
        double last = history.get(5).loss();
        assertTrue(last < 0.5 * first, "from " + first + " to " + last);
    }

    @Test
    public void anObjectiveIsGivenWhatItSaysItReads() throws IOException {
        List<Shape> shapes = new ArrayList<>();
        Objective reading = Objective.reading(
                Needs.nothing().with(Tiny.GUIDED).with(Tiny.TEACHER3).withTeacherLogits(), context -> {
                    NDArray own = context.getStudent().get(Tiny.GUIDED);
                    shapes.add(own.getShape());
                    shapes.add(context.getTeacher().get(Tiny.TEACHER3).getShape());
                    shapes.add(context.getTeacher().getLogits().getShape());
                    shapes.add(context.getLabels().getShape());
                    assertFalse(context.getStudent().contains(Tiny.CONV1));
                    assertFalse(context.getTeacher().contains(Tiny.TEACHER1));
                    return own.square().mean();
                });
        train(Stage.upTo(Tiny.GUIDED, 1).objective("reading", 1, reading));
        shapes.subList(0, CHECKS * 4).clear();
        assertEquals(
                shapes.subList(0, 4),
                List.of(new Shape(4, 3, 8, 8), new Shape(4, 5, 4, 4), new Shape(4, 4), new Shape(4)));
        assertEquals(shapes.get(8), new Shape(2, 3, 8, 8), "the last batch has two images");
        assertEquals(shapes.size(), 12);
    }

    @Test
    public void whatAnObjectiveDoesNotSayItReadsIsRefused() {
        Objective silent = context -> context.getStudent().get(Tiny.CONV1).mean();
        assertEquals(
                Refusal.of(() -> train(Stage.whole(1).objective("silent", 1, silent))),
                "No activation of the student at \"conv1\"; there are []; an objective names the taps it reads in its"
                        + " needs()");
    }

    @Test
    public void aModuleThatNobodyNamedIsRefused() {
        Objective helpless = context -> context.getModules()
                .forward("nobody", context.getStudent().getLogits())
                .mean();
        assertEquals(
                Refusal.of(() -> train(Stage.whole(1).objective("helpless", 1, helpless))),
                "No auxiliary module named \"nobody\"; there are []");
    }

    @Test
    public void theSamplesIndicesAndLabelsArrive() throws IOException {
        List<Long> indices = new ArrayList<>();
        List<Long> labels = new ArrayList<>();
        train(Stage.whole(1).objective("spy", 1, context -> {
            for (long index : context.getIndices().toLongArray()) {
                indices.add(index);
            }
            for (long label : context.getLabels().toLongArray()) {
                labels.add(label);
            }
            return new CrossEntropy().loss(context);
        }));
        indices.subList(0, CHECKS * 4).clear();
        labels.subList(0, CHECKS * 4).clear();
        assertEquals(indices, LongStream.range(1000, 1010).boxed().toList());
        assertEquals(
                labels, IntStream.range(0, 10).mapToObj(i -> (long) (i % 4)).toList());
    }

    @Test
    public void progressCountsStepsAndEpochsWithinTheStage() throws IOException {
        List<TrainingProgress> seen = new ArrayList<>();
        Objective spy = context -> {
            seen.add(context.getProgress());
            return new CrossEntropy().loss(context);
        };
        List<TrainingProgress> asked = new ArrayList<>();
        Schedule schedule = progress -> {
            asked.add(progress);
            return 0.1;
        };
        Distillation.alone(Tiny.student())
                .stage(Stage.whole(1).objective("labels", 1, new CrossEntropy()))
                .stage(Stage.whole(2).objective("spy", 1, spy).schedule(schedule))
                .train(TRAINING_DATA, Observer.NONE)
                .close();
        // Ten images in batches of four are three steps.
        List<TrainingProgress> expected = List.of(
                new TrainingProgress(0, 2, 0, 3),
                new TrainingProgress(0, 2, 1, 3),
                new TrainingProgress(0, 2, 2, 3),
                new TrainingProgress(1, 2, 0, 3),
                new TrainingProgress(1, 2, 1, 3),
                new TrainingProgress(1, 2, 2, 3));
        seen.subList(0, CHECKS).clear();
        assertEquals(seen, expected);
        assertEquals(asked.stream().distinct().toList(), expected);
    }

    @Test
    public void theObserverIsToldOfStagesStepsAndEpochsInOrder() throws IOException {
        List<Event> events = new ArrayList<>();
        Distillation.of(teacher, Tiny.student())
                .stage(Stage.upTo(Tiny.CONV1, 1)
                        .objective("channel", 1, Correlation.channel(Tiny.CONV1, Tiny.TEACHER1)))
                .stage(Stage.whole(1).objective("labels", 1, new CrossEntropy()).schedule(Schedule.constant(0.25)))
                .train(TRAINING_DATA, events::add)
                .close();
        assertEquals(events.size(), 13);
        assertEquals(events.get(0), new Event.StageBegun(1, 2, "up to conv1", 1));
        assertEquals(events.get(1), new Event.StepDone(1, 2, 4, 10));
        assertEquals(events.get(3), new Event.StepDone(1, 2, 10, 10));
        EpochResult first = ((Event.EpochDone) events.get(4)).result();
        assertEquals(first.stage(), 1);
        assertEquals(first.testAccuracy(), null, "the output is not trained, so it is not tested");
        assertEquals(events.get(5), new Event.StageBegun(2, 2, "whole", 1));
        assertEquals(events.get(6), new Event.StepDone(2, 2, 4, 10));
        assertEquals(events.get(9), new Event.Evaluated(2, 2, 4));
        assertEquals(events.get(11), new Event.Evaluated(2, 2, 10));
        EpochResult second = ((Event.EpochDone) events.get(12)).result();
        assertEquals(second.stage(), 2);
        assertEquals(second.epoch(), 2);
        assertEquals(second.stageName(), "whole");
        assertEquals(second.samples(), 10);
        assertEquals(second.learningRate(), 0.25);
        assertFalse(second.testAccuracy() == null);
        assertEquals(second.validationAccuracy(), null);
    }

    @Test
    public void anEpochsTermIsTheMeanOverItsSamples() throws IOException {
        // Batches of 4, 4 and 2 with the means 1, 1 and 6: (4 + 4 + 12) / 10 = 2.
        Objective counted = context -> {
            NDArray zero = context.getStudent().getLogits().mean();
            NDArray value = context.getProgress().step() == 2 ? zero.onesLike().add(5) : zero.onesLike();
            return zero.sub(zero.stopGradient()).add(value);
        };
        assertEquals(
                train(Stage.whole(1).objective("counted", 3, counted)).get(0).loss(), 6.0, 1e-5);
    }

    private List<EpochResult> train(Stage stage) throws IOException {
        try (TrainedStudent trained =
                Distillation.of(teacher, Tiny.student()).stage(stage).train(TRAINING_DATA, Observer.NONE)) {
            return trained.getHistory();
        }
    }
}
