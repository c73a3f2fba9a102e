package dev.understudy.internal.loop;

import ai.djl.training.GradientCollector;
import ai.djl.training.dataset.Batch;
import dev.understudy.TrainingException;
import dev.understudy.internal.data.EngineLocks;
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
final class StepRunner {

    private final Workers workers;
    private final RandomUse randomness;
    private final List<StudentTrainer> present;
    private final BiConsumer<StudentTrainer, RuntimeException> leaves;
    private final EpochLength length;
    private EpochLength.Length lengthNow = new EpochLength.Length(1, 1);

    StepRunner(
            Workers workers,
            RandomUse randomness,
            List<StudentTrainer> pupils,
            BiConsumer<StudentTrainer, RuntimeException> leaves,
            EpochLength length) {
        this.workers = workers;
        this.randomness = randomness;
        this.present = new ArrayList<>(pupils);
        this.leaves = leaves;
        this.length = length;
    }

    /** Those who have not left. */
    List<StudentTrainer> present() {
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
    void learn(SharedBatch board, long step) throws IOException {
        count(board.batch(), step);
        Map<StudentTrainer, RuntimeException> failed = new ConcurrentHashMap<>();
        List<StudentTrainer> learning =
                present.stream().filter(pupil -> !pupil.isPast(step)).toList();
        EngineLocks.take(() -> {
            step(learning, board, failed);
            return true;
        });
        failed.forEach(this::leave);
        long total = board.batch().getProgressTotal();
        for (StudentTrainer pupil : present) {
            if (learning.contains(pupil)) {
                pupil.tellStep(total);
            } else {
                pupil.tellOthersStep(total);
            }
        }
    }

    /** One after another, or several at once; observers are told afterwards, when others may have their turn. */
    private void step(List<StudentTrainer> learning, SharedBatch board, Map<StudentTrainer, RuntimeException> failed) {
        try (GradientCollector collector =
                EngineLocks.collector(randomness.manager().getEngine())) {
            List<StudentTrainer> together = new ArrayList<>();
            for (StudentTrainer pupil : learning) {
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
        for (StudentTrainer pupil : present()) {
            try {
                pupil.keepIfDue();
            } catch (TrainingException e) {
                leave(pupil, e);
            }
        }
    }

    /** How many steps the epoch has, as its first batch tells. */
    private void count(Batch batch, long step) throws IOException {
        lengthNow = step == 0 ? length.of(batch, present) : lengthNow.atLeast(step + 1);
    }

    private void leave(StudentTrainer pupil, RuntimeException reason) {
        present.remove(pupil);
        leaves.accept(pupil, reason);
    }

    private void alone(StudentTrainer pupil, Runnable work) {
        if (workers.count() == 1) {
            randomness.seed(pupil.seed());
            work.run();
        } else if (!randomness.isUsedBy(pupil.seed(), work)) {
            pupil.foundQuiet();
        }
    }

    private void together(List<StudentTrainer> pupils, Consumer<StudentTrainer> work) {
        if (!pupils.isEmpty() && randomness.isUsedBy(() -> workers.forEach(pupils, work))) {
            throw new TrainingException("One of " + pupils.size() + " students that learn at once draws random numbers"
                    + " in some steps alone; only one after another do they come out the same each time");
        }
    }

    /** Whatever comes of a student's own step is its own affair. */
    private void learn(
            GradientCollector collector,
            SharedBatch board,
            StudentTrainer pupil,
            Map<StudentTrainer, RuntimeException> failed) {
        try (StudentBatch batch = StudentBatch.of(board, pupil)) {
            pupil.learn(collector, batch, lengthNow);
        } catch (CancellationException e) {
            throw e;
        } catch (RuntimeException e) {
            failed.put(pupil, e);
        }
    }
}
