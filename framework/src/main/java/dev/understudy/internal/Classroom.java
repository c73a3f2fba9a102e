package dev.understudy.internal;

import ai.djl.training.GradientCollector;
import ai.djl.training.dataset.Batch;
import dev.understudy.TrainingException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The students of one epoch. Where several learn at once, only those do that draw no random numbers: that is looked at
 * in their first step of a stage, which they take alone, and again after each step.
 */
final class Classroom {

    private final Workers workers;
    private final Randomness randomness;
    private final List<Pupil> present;
    private final BiConsumer<Pupil, RuntimeException> leaves;
    private final EpochLength length;
    private long steps = 1;

    Classroom(
            Workers workers,
            Randomness randomness,
            List<Pupil> pupils,
            BiConsumer<Pupil, RuntimeException> leaves,
            EpochLength length) {
        this.workers = workers;
        this.randomness = randomness;
        this.present = new ArrayList<>(pupils);
        this.leaves = leaves;
        this.length = length;
    }

    /** Those who have not left. */
    List<Pupil> present() {
        return List.copyOf(present);
    }

    /** Shares what was done for all among them. */
    void alsoTook(double seconds) {
        present.forEach(pupil -> pupil.alsoTook(seconds / present.size()));
    }

    /** Whether anybody has yet to take a step; not where all had done so before the training was interrupted. */
    boolean isWaitingFor(long step) {
        return present.stream().anyMatch(pupil -> !pupil.isPast(step));
    }

    /** A step that lies before where everybody goes on. */
    void passOver(Batch batch, long step) throws IOException {
        count(batch, step);
        present.forEach(pupil -> pupil.tellOthersStep(batch.getProgressTotal()));
    }

    /** One step of each student that has not done it. */
    void learn(Board board, long step) throws IOException {
        count(board.batch(), step);
        Map<Pupil, RuntimeException> failed = new ConcurrentHashMap<>();
        List<Pupil> learning =
                present.stream().filter(pupil -> !pupil.isPast(step)).toList();
        Turns.take(() -> {
            step(learning, board, failed);
            return true;
        });
        failed.forEach(this::leave);
        long total = board.batch().getProgressTotal();
        for (Pupil pupil : present) {
            if (learning.contains(pupil)) {
                pupil.tellStep(total);
            } else {
                pupil.tellOthersStep(total);
            }
        }
    }

    /** One after another, or several at once; observers are told afterwards, when others may have their turn. */
    private void step(List<Pupil> learning, Board board, Map<Pupil, RuntimeException> failed) {
        try (GradientCollector collector = Turns.collector(randomness.manager().getEngine())) {
            List<Pupil> together = new ArrayList<>();
            for (Pupil pupil : learning) {
                if (pupil.isQuiet()) {
                    together.add(pupil);
                } else {
                    alone(pupil, () -> learn(collector, board, pupil, failed));
                }
            }
            together(together, pupil -> learn(collector, board, pupil, failed));
        }
    }

    /** Writes the checkpoints that are due. */
    void keepIfDue() {
        for (Pupil pupil : present()) {
            try {
                pupil.keepIfDue();
            } catch (TrainingException e) {
                leave(pupil, e);
            }
        }
    }

    /** How many steps the epoch has, as its first batch tells. */
    private void count(Batch batch, long step) throws IOException {
        steps = step == 0 ? length.steps(batch, present) : Math.max(steps, step + 1);
    }

    private void leave(Pupil pupil, RuntimeException reason) {
        present.remove(pupil);
        leaves.accept(pupil, reason);
    }

    private void alone(Pupil pupil, Runnable work) {
        if (workers.count() == 1) {
            randomness.seed(pupil.seed());
            work.run();
        } else if (!randomness.isUsedBy(pupil.seed(), work)) {
            pupil.foundQuiet();
        }
    }

    private void together(List<Pupil> pupils, Consumer<Pupil> work) {
        if (!pupils.isEmpty() && randomness.isUsedBy(() -> workers.forEach(pupils, work))) {
            throw new TrainingException("One of " + pupils.size() + " students that learn at once draws random numbers"
                    + " in some steps alone; only one after another do they come out the same each time");
        }
    }

    /** Whatever comes of a student's own step is its own affair. */
    private void learn(GradientCollector collector, Board board, Pupil pupil, Map<Pupil, RuntimeException> failed) {
        try (Material material = board.material()) {
            pupil.learn(collector, material, board.shown(pupil, material), steps);
        } catch (CancellationException e) {
            throw e;
        } catch (RuntimeException e) {
            failed.put(pupil, e);
        }
    }
}
