package dev.understudy;

import static java.util.Objects.requireNonNull;
import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.Device;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.objective.InView;
import dev.understudy.objective.NormAndDirection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import org.testng.annotations.Test;

/** Checkpoints of a training that was chosen the same, of which something holds other numbers now. */
public final class StaleContentsTest {

    private static final TrainingData PLAIN = TinyImages.trainingData(14, 4).fingerprint("14 images");

    private static Stage labels() {
        return Stage.whole(2).objective("labels", 1, new CrossEntropy());
    }

    private static Distillation stopped(Distillation distillation, TrainingData trainingData) throws IOException {
        Distillation kept = distillation.checkpoints(Checkpoints.at(Files.createTempDirectory("stale")));
        expectThrows(
                CancellationException.class,
                () -> kept.train(trainingData, event -> {
                    if (event instanceof Event.StepDone) {
                        throw new CancellationException();
                    }
                }));
        return kept;
    }

    private static void assertTrainedAgain(Distillation kept, TrainingData now, String change) throws IOException {
        try (Warnings warnings = Warnings.open()) {
            kept.train(now).close();
            assertEquals(warnings.lines().size(), 1, warnings.lines().toString());
            String line = warnings.lines().get(0);
            assertTrue(line.contains("is trained again: " + change), line);
        }
    }

    @Test
    public void anotherContentOfAViewTrainsAgain() throws IOException {
        Distillation strong = Distillation.alone(Tiny.student())
                .stage(labels().objective("s", 1, new InView("v", new CrossEntropy())));
        Distillation kept = stopped(strong, PLAIN.view("v", epoch -> Otherwise.of(14, 4), "negatives"));
        assertTrainedAgain(
                kept,
                PLAIN.view("v", epoch -> Otherwise.of(14, 4), "others"),
                "its view v was \"negatives\" and is \"others\"");
    }

    @Test
    public void anotherTrainingSetInOrderTrainsAgain() throws IOException {
        try (Teacher teacher = Tiny.teacher()) {
            Distillation centers = Distillation.of(teacher, Tiny.student())
                    .stage(labels().objective("nd", 1, new NormAndDirection(Tiny.CONV3, Tiny.TEACHER3)));
            Distillation kept = stopped(centers, PLAIN.inOrder(TinyImages.of(14, 4), "plain"));
            assertTrainedAgain(
                    kept,
                    PLAIN.inOrder(TinyImages.of(14, 4), "cropped"),
                    "its training set in order was \"plain\" and is \"cropped\"");
        }
    }

    @Test
    public void otherInitialWeightsInTheFileTrainAgainAndAnotherChoiceIsRefused() throws IOException {
        Path file = Files.createTempDirectory("initial").resolve("student.safetensors");
        Distillation begun = Distillation.alone(Tiny.student())
                .initialWeights(InitialWeights.ofFile(file))
                .stage(labels());
        save(file, 1);
        Distillation kept = stopped(begun, PLAIN);
        save(file, 2);
        Distillation drawn = Distillation.alone(Tiny.student()).stage(labels());
        String refused = Refusal.of(
                () -> drawn.checkpoints(requireNonNull(kept.getCheckpoints())).train(PLAIN));
        assertTrue(refused.contains("initial weights"), refused);
        assertTrainedAgain(kept, PLAIN, "its initial weights was");
    }

    private static void save(Path file, long seed) throws IOException {
        try (TrainedStudent student = TrainedStudent.untrained(Tiny.student(), TinyImages.INPUT, seed, Device.cpu())) {
            student.save(file);
        }
    }
}
