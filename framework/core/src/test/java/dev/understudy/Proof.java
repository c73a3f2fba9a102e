package dev.understudy;

import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/** What holds for every training: it goes on, bit for bit, after it was killed anywhere, and is in a group as alone. */
public final class Proof {

    /** What a process does that is killed: nothing more is written. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    private Proof() {}

    /** Interrupts it in each of its steps, or every so many, and goes on. */
    public static void itGoesOnTheSame(Supplier<Distillation> distillation, TrainingData trainingData, int every)
            throws IOException {
        Outcome undisturbed = Outcome.of(distillation.get(), trainingData);
        int steps = steps(distillation.get(), trainingData);
        assertTrue(steps > every, "only " + steps + " steps");
        for (int stop = 1; stop < steps; stop += every) {
            Path folder = Files.createTempDirectory("proof");
            Distillation kept =
                    distillation.get().checkpoints(Checkpoints.at(folder).everySteps(1));
            int last = stop;
            int[] done = {0};
            expectThrows(Killed.class, () -> kept.train(trainingData, event -> {
                        if (event instanceof Event.StepDone step && step.samples() > 0 && ++done[0] > last) {
                            throw new Killed();
                        }
                    })
                    .close());
            Outcome.of(kept, trainingData).assertSame(undisturbed);
        }
    }

    private static int steps(Distillation distillation, TrainingData trainingData) throws IOException {
        int[] steps = {0};
        distillation
                .train(trainingData, event -> {
                    if (event instanceof Event.StepDone step && step.samples() > 0) {
                        steps[0]++;
                    }
                })
                .close();
        return steps[0];
    }

    /** Trains it with two other seeds beside it, two at once. */
    public static void itIsInAGroupAsAlone(Supplier<Distillation> distillation, TrainingData trainingData)
            throws IOException {
        StudentGroup group = StudentGroup.empty().workers(2);
        for (long seed : new long[] {3, 4, 5}) {
            group = group.with("seed " + seed, distillation.get().seed(seed), Observer.NONE);
        }
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        group.train(trainingData, (name, trained) -> {
            try (trained) {
                outcomes.put(name, Outcome.of(trained));
            }
        });
        for (long seed : new long[] {3, 4, 5}) {
            Objects.requireNonNull(outcomes.get("seed " + seed))
                    .assertSame(Outcome.of(distillation.get().seed(seed), trainingData));
        }
    }
}
