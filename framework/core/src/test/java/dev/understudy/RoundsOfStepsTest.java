package dev.understudy;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import dev.understudy.objective.CrossEntropy;
import dev.understudy.objective.logits.SoftTargets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Students that learn at once take several steps in one go: what users see of it is as one step after the other. */
public final class RoundsOfStepsTest {

    /** Four batches an epoch. */
    private static final TrainingData TRAINING_DATA = TinyImages.trainingData(14, 4);

    @DataProvider
    public static Object[][] workers() {
        return new Object[][] {{1}, {2}, {3}};
    }

    private static Distillation labels(long seed) {
        return Distillation.alone(Tiny.student())
                .stage(Stage.whole(2).objective("labels", 1, new CrossEntropy()))
                .seed(seed);
    }

    /** Throws something of its own at a step of its second epoch. */
    private static Distillation thrower(long step) {
        return Distillation.alone(Tiny.student()).stage(Stage.whole(2).objective("mine", 1, context -> {
            TrainingProgress now = context.getProgress();
            if (now.epoch() == 1 && now.step() == step) {
                throw new IllegalStateException("not today");
            }
            return context.getStudent().getLogits().square().mean();
        }));
    }

    /** Each observer is told how many samples its student had seen after each step, and all of a step before the next. */
    @Test(dataProvider = "workers")
    public void stepsAreToldInOrder(int workers) throws IOException {
        List<String> told = new ArrayList<>();
        StudentGroup group = StudentGroup.empty()
                .workers(workers)
                .with("a", labels(1), event -> note(told, "a", event))
                .with("b", labels(2), event -> note(told, "b", event));
        GroupOutcomes.of(group, TRAINING_DATA);
        List<String> epoch = List.of("a 4", "b 4", "a 8", "b 8", "a 12", "b 12", "a 14", "b 14");
        assertEquals(told, Stream.concat(epoch.stream(), epoch.stream()).toList());
    }

    private static void note(List<String> told, String name, Event event) {
        if (event instanceof Event.StepDone done) {
            told.add(name + " " + done.samples());
        }
    }

    /** In its second epoch at whichever step: it is told of those before, and the others take all of theirs. */
    @Test(dataProvider = "workers")
    public void whoFailsAtAStepHasTakenThoseBefore(int workers) throws IOException {
        for (int step = 0; step < 4; step++) {
            List<String> told = new ArrayList<>();
            StudentGroup group = StudentGroup.empty()
                    .workers(workers)
                    .with("a", labels(1), Observer.NONE)
                    .with("thrower", thrower(step), event -> note(told, "thrower", event))
                    .with("b", labels(2), Observer.NONE);
            GroupOutcomes outcomes = GroupOutcomes.of(group, TRAINING_DATA);
            assertEquals(List.copyOf(outcomes.failed().keySet()), List.of("thrower"));
            assertEquals(told.size(), 4 + step, told.toString());
            outcomes.of("a").assertSame(Outcome.of(labels(1), TRAINING_DATA));
            outcomes.of("b").assertSame(Outcome.of(labels(2), TRAINING_DATA));
        }
    }

    /** Where checkpoints are counted in steps, no round goes past one. */
    @Test(dataProvider = "workers")
    public void countedCheckpointsAreWrittenAtTheirStep(int workers) throws IOException {
        Path folder = Files.createTempDirectory("rounds");
        List<String> files = new ArrayList<>();
        StudentGroup group = StudentGroup.empty()
                .workers(workers)
                .with("a", labels(1).checkpoints(Checkpoints.at(folder).everySteps(3)), Observer.NONE)
                .with("b", labels(2), event -> note(files, folder));
        GroupOutcomes.of(group, TRAINING_DATA);
        assertTrue(files.contains("000000-000000003.safetensors"), files.toString());
        assertTrue(files.contains("000001-000000002.safetensors"), files.toString());
    }

    private static void note(List<String> files, Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            all.forEach(file -> files.add(String.valueOf(file.getFileName())));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test(dataProvider = "workers")
    public void keptOutputsAreReadAheadToTheSameEnd(int workers) throws IOException {
        Path folder = Files.createTempDirectory("kept");
        TrainingData repeating = Repeating.trainingData(3);
        try (Teacher teacher = Tiny.teacher()) {
            Distillation taught = Distillation.of(teacher, Tiny.student())
                    .stage(Stage.whole(3).objective("soft targets", 1, new SoftTargets(4)))
                    .keeping(folder, 1 << 20);
            StudentGroup group = StudentGroup.empty()
                    .workers(workers)
                    .with("a", taught.seed(1), Observer.NONE)
                    .with("b", taught.seed(2), Observer.NONE);
            GroupOutcomes outcomes = GroupOutcomes.of(group, repeating);
            outcomes.of("a").assertSame(Outcome.of(taught.seed(1), repeating));
            outcomes.of("b").assertSame(Outcome.of(taught.seed(2), repeating));
        }
    }
}
