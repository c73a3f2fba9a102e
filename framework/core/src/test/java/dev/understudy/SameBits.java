package dev.understudy;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import dev.understudy.objective.CrossEntropy;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What every method is to keep: the same bits after an interruption, and in a group. */
public final class SameBits {

    private SameBits() {}

    /**
     * Trains undisturbed, stopped after some steps and gone on with, and in a group beside another student.
     *
     * @param distillation makes what is trained
     * @param trainingData what it is shown
     * @param stops after how many steps in all it is stopped, once each
     * @return what the training came to
     */
    public static Outcome check(Supplier<Distillation> distillation, TrainingData trainingData, int... stops)
            throws IOException {
        Outcome undisturbed = Outcome.of(distillation.get(), trainingData);
        for (int stop : stops) {
            Distillation again = distillation.get().checkpoints(Checkpoints.at(Files.createTempDirectory("same-bits")));
            assertTrue(isStopped(again, trainingData, stop), "it is over after " + stop + " steps");
            AtomicReference<@Nullable Event> first = new AtomicReference<>();
            try (TrainedStudent trained = again.train(trainingData, event -> first.compareAndSet(null, event))) {
                assertEquals(Objects.requireNonNull(first.get()).getClass(), Event.Resumed.class);
                Outcome.of(trained).assertSame(undisturbed);
            }
        }
        for (int workers = 1; workers <= 2; workers++) {
            inGroup(distillation.get(), trainingData, workers).assertSame(undisturbed);
        }
        return undisturbed;
    }

    private static boolean isStopped(Distillation distillation, TrainingData trainingData, int stop)
            throws IOException {
        int[] done = {0};
        try {
            distillation
                    .train(trainingData, event -> {
                        if (event instanceof Event.StepDone step && step.samples() > 0 && ++done[0] == stop) {
                            throw new CancellationException();
                        }
                    })
                    .close();
            return false;
        } catch (CancellationException e) {
            return true;
        }
    }

    private static Outcome inGroup(Distillation distillation, TrainingData trainingData, int workers)
            throws IOException {
        Distillation beside = Distillation.alone(distillation.getStudent())
                .stage(Stage.whole(2).objective("labels", 1, new CrossEntropy()))
                .seed(99);
        AtomicReference<Outcome> outcome = new AtomicReference<>();
        StudentGroup.empty()
                .workers(workers)
                .with("beside", beside, Observer.NONE)
                .with("it", distillation, Observer.NONE)
                .train(trainingData, (name, trained) -> {
                    try (trained) {
                        if (name.equals("it")) {
                            outcome.set(Outcome.of(trained));
                        }
                    }
                });
        return Objects.requireNonNull(outcome.get());
    }
}
