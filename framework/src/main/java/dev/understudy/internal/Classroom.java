package dev.understudy.internal;

import ai.djl.training.GradientCollector;
import dev.understudy.TrainingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    private final BiConsumer<Pupil, TrainingException> leaves;
    private long steps = 1;
    private long samples;

    Classroom(Workers workers, Randomness randomness, List<Pupil> pupils, BiConsumer<Pupil, TrainingException> leaves) {
        this.workers = workers;
        this.randomness = randomness;
        this.present = new ArrayList<>(pupils);
        this.leaves = leaves;
    }

    /** Those who have not left. */
    List<Pupil> present() {
        return List.copyOf(present);
    }

    /** Shares what was done for all among them. */
    void alsoTook(double seconds) {
        present.forEach(pupil -> pupil.alsoTook(seconds / present.size()));
    }

    /** One step of each student. */
    void learn(Board board, long step) {
        long size = board.batch().getSize();
        long total = board.batch().getProgressTotal();
        steps = step == 0 ? Math.max(1, (total + size - 1) / size) : Math.max(steps, step + 1);
        Map<Pupil, TrainingException> failed = new ConcurrentHashMap<>();
        try (GradientCollector collector = randomness.manager().getEngine().newGradientCollector()) {
            List<Pupil> together = new ArrayList<>();
            for (Pupil pupil : present) {
                if (pupil.isQuiet()) {
                    together.add(pupil);
                } else {
                    alone(pupil, () -> learn(collector, board, pupil, step, failed), step);
                }
            }
            together(together, pupil -> learn(collector, board, pupil, step, failed));
        }
        failed.forEach((pupil, reason) -> {
            present.remove(pupil);
            leaves.accept(pupil, reason);
        });
        samples += size;
        present.forEach(pupil -> pupil.tellStep(samples, total));
    }

    private void alone(Pupil pupil, Runnable work, long step) {
        if (workers.count() == 1) {
            randomness.seed(pupil.seed(step));
            work.run();
        } else if (!randomness.isUsedBy(pupil.seed(step), work)) {
            pupil.foundQuiet();
        }
    }

    private void together(List<Pupil> pupils, Consumer<Pupil> work) {
        if (!pupils.isEmpty() && randomness.isUsedBy(() -> workers.forEach(pupils, work))) {
            throw new TrainingException("One of " + pupils.size() + " students that learn at once draws random numbers"
                    + " in some steps alone; only one after another do they come out the same each time");
        }
    }

    private void learn(
            GradientCollector collector, Board board, Pupil pupil, long step, Map<Pupil, TrainingException> failed) {
        try (Material material = board.material()) {
            pupil.learn(collector, material, board.shown(pupil, material), step, steps);
        } catch (TrainingException e) {
            failed.put(pupil, e);
        }
    }
}
