package dev.understudy.internal.loop;

import ai.djl.training.GradientCollector;
import ai.djl.training.dataset.Batch;
import dev.understudy.TrainingException;
import dev.understudy.internal.data.EngineLocks;
import dev.understudy.internal.data.RandomUse;
import dev.understudy.internal.workers.Workers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/**
 * The students of one epoch, of whom some have what came of another's steps. Where several learn at once, only those do that
 * draw no random numbers: that is known of what is DJL's and ours, or looked at in their first step of a stage, which they
 * take alone, and for all again after each step.
 */
final class StepRunner {

    private final Workers workers;
    private final Workers.Recurring<Object> steps;
    private final RandomUse randomness;
    private final Map<StudentTrainer, List<StudentTrainer>> present;
    private final BiConsumer<StudentTrainer, RuntimeException> leaves;
    private final EpochLength length;
    private EpochLength.Length lengthNow = new EpochLength.Length(1, 1);

    StepRunner(
            Workers workers,
            RandomUse randomness,
            Map<StudentTrainer, List<StudentTrainer>> trainers,
            BiConsumer<StudentTrainer, RuntimeException> leaves,
            EpochLength length) {
        this.workers = workers;
        this.steps = workers.recurring();
        this.randomness = randomness;
        this.present = new LinkedHashMap<>(trainers);
        this.leaves = leaves;
        this.length = length;
    }

    /** Those who have not left, each with those who have what comes of its steps. */
    Map<StudentTrainer, List<StudentTrainer>> present() {
        return Collections.unmodifiableMap(present);
    }

    private List<StudentTrainer> all() {
        List<StudentTrainer> all = new ArrayList<>();
        present.forEach((trainer, same) -> {
            all.add(trainer);
            all.addAll(same);
        });
        return all;
    }

    /** Shares what was done for all among them. */
    void alsoTook(double seconds) {
        present.keySet().forEach(trainer -> trainer.alsoTook(seconds / present.size()));
    }

    /** Whether anybody has yet to take a step; not where all had done so before the training was interrupted. */
    boolean isWaitingFor(long step) {
        return present.keySet().stream().anyMatch(trainer -> !trainer.isPast(step));
    }

    /** A step that lies before where everybody goes on. */
    void passOver(Batch batch, long step) throws IOException {
        count(batch, step);
        all().forEach(trainer -> trainer.tellOthersStep(batch.getProgressTotal()));
    }

    /**
     * One step of each student that has not done it.
     *
     * @param ahead what else is done where several work at once, such as for the next batch; it draws no random numbers
     */
    void learn(SharedBatch shared, long step, Map<?, Runnable> ahead) throws IOException {
        count(shared.batch(), step);
        Map<StudentTrainer, RuntimeException> failed = new ConcurrentHashMap<>();
        List<StudentTrainer> learning = present.keySet().stream()
                .filter(trainer -> !trainer.isPast(step))
                .toList();
        EngineLocks.take(() -> {
            step(learning, shared, failed, ahead);
            return true;
        });
        failed.forEach(this::leave);
        alsoTook(steps.took(ahead.keySet()));
        long total = shared.batch().getProgressTotal();
        present.forEach((trainer, same) -> {
            long samples = learning.contains(trainer) ? trainer.samples() : 0;
            trainer.tellStep(samples, total);
            same.forEach(other -> other.tellStep(samples, total));
        });
    }

    /** One after another, or several at once; observers are told afterwards, when others may have their turn. */
    private void step(
            List<StudentTrainer> learning,
            SharedBatch shared,
            Map<StudentTrainer, RuntimeException> failed,
            Map<?, Runnable> ahead) {
        try (GradientCollector collector =
                EngineLocks.collector(randomness.manager().getEngine())) {
            Map<Object, Runnable> together = new LinkedHashMap<>(ahead);
            for (StudentTrainer trainer : learning) {
                Runnable work = () -> learn(collector, shared, trainer, failed);
                if (workers.count() > 1 && trainer.isQuiet()) {
                    together.put(trainer, work);
                } else {
                    alone(trainer, work);
                }
            }
            together(together);
        }
    }

    /** Writes the checkpoints that are due. */
    void keepIfDue() {
        for (StudentTrainer trainer : all()) {
            try {
                trainer.keepIfDue();
            } catch (TrainingException e) {
                leave(trainer, e);
            }
        }
    }

    /** How many steps the epoch has, as its first batch tells. */
    private void count(Batch batch, long step) throws IOException {
        lengthNow = step == 0 ? length.of(batch, all()) : lengthNow.atLeast(step + 1);
    }

    private void leave(StudentTrainer trainer, RuntimeException reason) {
        present.remove(trainer);
        present.values().forEach(same -> same.remove(trainer));
        leaves.accept(trainer, reason);
    }

    private void alone(StudentTrainer trainer, Runnable work) {
        if (workers.count() == 1) {
            randomness.seed(trainer.seed());
            work.run();
        } else if (!randomness.isUsedBy(trainer.seed(), work)) {
            trainer.foundQuiet();
        }
    }

    private void together(Map<Object, Runnable> works) {
        Runnable round =
                () -> steps.forEach(List.copyOf(works.keySet()), work -> Objects.requireNonNull(works.get(work))
                        .run());
        if (!works.isEmpty() && randomness.isUsedBy(round)) {
            throw new TrainingException("One of " + present.size() + " students that learn at once draws random numbers"
                    + " in some steps alone; only one after another do they come out the same each time");
        }
    }

    /** Whatever comes of a student's own step is its own affair. */
    private void learn(
            GradientCollector collector,
            SharedBatch shared,
            StudentTrainer trainer,
            Map<StudentTrainer, RuntimeException> failed) {
        try (StudentBatch batch = StudentBatch.of(shared, trainer)) {
            trainer.learn(collector, batch, lengthNow);
        } catch (CancellationException e) {
            throw e;
        } catch (RuntimeException e) {
            failed.put(trainer, e);
        }
    }
}
