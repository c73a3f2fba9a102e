package dev.understudy;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import dev.understudy.objective.CrossEntropy;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What every method is to keep: the same bits after an interruption, and in a group. */
public final class SameBits {

    private static final long[] SEEDS = {3, 4, 5};

    /** What a process does that is killed: nothing more is written. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

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
            Steps steps = new Steps(stop, () -> {
                throw new CancellationException();
            });
            expectThrows(CancellationException.class, () -> again.train(trainingData, steps)
                    .close());
            AtomicReference<@Nullable Event> first = new AtomicReference<>();
            try (TrainedStudent trained = again.train(trainingData, event -> first.compareAndSet(null, event))) {
                assertEquals(Objects.requireNonNull(first.get()).getClass(), Event.Resumed.class);
                Outcome.of(trained).assertSame(undisturbed);
            }
        }
        Distillation beside = Distillation.alone(distillation.get().getStudent())
                .stage(Stage.whole(2).objective("labels", 1, new CrossEntropy()))
                .devices(distillation.get().getDevices())
                .seed(99);
        for (int workers = 1; workers <= 2; workers++) {
            Map<String, Distillation> group = new LinkedHashMap<>();
            group.put("beside", beside);
            group.put("it", distillation.get());
            Objects.requireNonNull(together(group, workers, trainingData).get("it"))
                    .assertSame(undisturbed);
        }
        return undisturbed;
    }

    /** Kills it in each of its steps after the first, or in every so many, and goes on. */
    public static void checkKilled(Supplier<Distillation> distillation, TrainingData trainingData, int every)
            throws IOException {
        Steps all = new Steps(Integer.MAX_VALUE, () -> {});
        Outcome undisturbed;
        try (TrainedStudent trained = distillation.get().train(trainingData, all)) {
            undisturbed = Outcome.of(trained);
        }
        assertTrue(all.done > every, "only " + all.done + " steps");
        for (int stop = 2; stop <= all.done; stop += every) {
            Distillation kept = distillation
                    .get()
                    .checkpoints(Checkpoints.at(Files.createTempDirectory("same-bits"))
                            .everySteps(1));
            Steps killed = new Steps(stop, () -> {
                throw new Killed();
            });
            expectThrows(Killed.class, () -> kept.train(trainingData, killed).close());
            Outcome.of(kept, trainingData).assertSame(undisturbed);
        }
    }

    /** Trains it with two other seeds beside it, two at once. */
    public static void checkSeeds(Supplier<Distillation> distillation, TrainingData trainingData) throws IOException {
        Map<String, Distillation> group = new LinkedHashMap<>();
        for (long seed : SEEDS) {
            group.put("seed " + seed, distillation.get().seed(seed));
        }
        Map<String, Outcome> outcomes = together(group, 2, trainingData);
        for (long seed : SEEDS) {
            Objects.requireNonNull(outcomes.get("seed " + seed))
                    .assertSame(Outcome.of(distillation.get().seed(seed), trainingData));
        }
    }

    /** Trains some at once, each with its name. */
    static Map<String, Outcome> together(
            Map<String, Distillation> distillations, int workers, TrainingData trainingData) throws IOException {
        StudentGroup group = StudentGroup.empty().workers(workers);
        for (Map.Entry<String, Distillation> entry : distillations.entrySet()) {
            group = group.with(entry.getKey(), entry.getValue(), Observer.NONE);
        }
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        group.train(trainingData, (name, trained) -> {
            try (trained) {
                outcomes.put(name, Outcome.of(trained));
            }
        });
        return outcomes;
    }

    /** Counts the steps that a student takes part in, and does something in one of them. */
    private static final class Steps implements Observer {

        private final int last;
        private final Runnable end;
        private int done;

        Steps(int last, Runnable end) {
            this.last = last;
            this.end = end;
        }

        @Override
        public void on(Event event) {
            if (event instanceof Event.StepDone step && step.samples() > 0 && ++done == last) {
                end.run();
            }
        }
    }
}
