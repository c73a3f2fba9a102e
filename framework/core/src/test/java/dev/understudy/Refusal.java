package dev.understudy;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.ndarray.types.Shape;
import dev.understudy.objective.logits.SoftTargets;
import java.util.Objects;
import org.testng.Assert.ThrowingRunnable;

/** What is said where an input is refused: always one line. */
public final class Refusal {

    private Refusal() {}

    /** The message of the refusal. */
    public static String of(ThrowingRunnable refused) {
        return line(expectThrows(InputException.class, refused));
    }

    /** What is said where a teacher of coloured images is shown grey ones. */
    public static String ofGreyImages(Teacher teacher) {
        Shape grey = new Shape(1, 8, 8);
        Distillation distillation = Distillation.of(teacher, Tiny.student())
                .stage(Stage.whole(1).objective("soft targets", 1, new SoftTargets(4)));
        TrainingData trainingData = TrainingData.of(grey, epoch -> new TinyImages(grey, 4, 4));
        return of(() -> distillation.train(trainingData, Observer.NONE));
    }

    /** The message of an exception. */
    public static String line(Throwable refusal) {
        String message = Objects.requireNonNullElse(refusal.getMessage(), "");
        assertEquals(message.lines().count(), 1, message);
        return message;
    }

    public static void assertBegins(String message, String beginning) {
        assertTrue(message.startsWith(beginning), message);
    }
}
