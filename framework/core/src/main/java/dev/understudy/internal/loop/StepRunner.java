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
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;

/**
 * The students of one epoch, of whom some have what came of another's steps. Where several learn at once, only those do that
 * draw no random numbers: that is known of what is DJL's and ours, or looked at in their first step of a stage, which they
 * take alone, and for all again after each round of steps.
 */
final class StepRunner {

    private final Workers.Recurring<Object> workers;
    private final RandomUse randomness;
    private final Map<StudentTrainer, List<StudentTrainer>> present;
    private final BiConsumer<StudentTrainer, RuntimeException> leaves;
    private final EpochLength length;
    private EpochLength.Length lengthNow = new EpochLength.Length(1, 1);

    /** A step of the round that is being taken, and how many samples each student that took it had seen after it. */
    private record Step(SharedBatch batch, long number, EpochLength.Length length, Map<StudentTrainer, Long> samples) {}

    /** The step at which a student failed. */
    private record Failure(long step, RuntimeException reason) {}

    StepRunner(
            Workers.Recurring<Object> workers,
            RandomUse randomness,
            Map<StudentTrainer, List<StudentTrainer>> trainers,
            BiConsumer<StudentTrainer, RuntimeException> leaves,
            EpochLength length) {
        this.workers = workers;
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

    /**
     * A round: some steps of each student, as far as it has not done them. Observers are told afterwards, when others may have
     * their turn.
     *
     * @param batches those of the steps, in order
     * @param first the first step
     * @param ahead what else is done where several work at once, such as for the next batches; it draws no random numbers
     */
    void learn(List<SharedBatch> batches, long first, Map<?, List<Runnable>> ahead) throws IOException {
        List<Step> round = new ArrayList<>();
        for (SharedBatch batch : batches) {
            long number = first + round.size();
            round.add(new Step(batch, number, length(batch.batch(), number), new ConcurrentHashMap<>()));
        }
        Map<StudentTrainer, Failure> failures = new ConcurrentHashMap<>();
        EngineLocks.take(() -> {
            learn(round, failures, ahead);
            return true;
        });
        for (Step step : round) {
            failures.forEach((trainer, failure) -> {
                if (failure.step == step.number) {
                    leave(trainer, failure.reason);
                }
            });
            tell(step);
        }
    }

    private void tell(Step step) {
        long total = step.batch.batch().getProgressTotal();
        present.forEach((trainer, same) -> {
            long samples = step.samples.getOrDefault(trainer, 0L);
            trainer.tellStep(samples, total);
            same.forEach(other -> other.tellStep(samples, total));
        });
    }

    /** One student after another, or several at once. */
    private void learn(List<Step> round, Map<StudentTrainer, Failure> failures, Map<?, List<Runnable>> ahead) {
        LongAdder aside = new LongAdder();
        try (GradientCollector collector =
                EngineLocks.collector(randomness.manager().getEngine())) {
            Map<Object, List<Runnable>> together = new LinkedHashMap<>();
            ahead.forEach((thing, works) -> together.put(
                    thing, works.stream().map(work -> timed(work, aside)).toList()));
            for (StudentTrainer trainer : present.keySet()) {
                List<Runnable> works = round.stream()
                        .filter(step -> !trainer.isPast(step.number))
                        .<Runnable>map(step -> () -> learn(collector, trainer, step, failures))
                        .toList();
                if (workers.count() > 1 && trainer.isQuiet()) {
                    together.put(trainer, works);
                } else {
                    works.forEach(work -> alone(trainer, work));
                }
            }
            together(together);
        }
        alsoTook(aside.sum() / 1e9);
    }

    private static Runnable timed(Runnable work, LongAdder sum) {
        return () -> {
            long begin = System.nanoTime();
            work.run();
            sum.add(System.nanoTime() - begin);
        };
    }

    /** How many steps may be taken before somebody writes a checkpoint. */
    int stepsToCheckpoint() {
        return all().stream().mapToInt(StudentTrainer::stepsToCheckpoint).min().orElse(1);
    }

    /** Writes the checkpoints that are due after a round of so many steps. */
    void keepIfDue(int steps) {
        for (StudentTrainer trainer : all()) {
            try {
                trainer.keepIfDue(steps);
            } catch (TrainingException e) {
                leave(trainer, e);
            }
        }
    }

    /** How many steps the epoch has, as its first batch tells. */
    private EpochLength.Length length(Batch batch, long step) throws IOException {
        lengthNow = step == 0 ? length.of(batch, all()) : lengthNow.atLeast(step + 1);
        return lengthNow;
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

    private void together(Map<Object, List<Runnable>> works) {
        if (!works.isEmpty() && randomness.isUsedBy(() -> workers.forEach(works))) {
            throw new TrainingException("One of " + present.size() + " students that learn at once draws random numbers"
                    + " in some steps alone; only one after another do they come out the same each time");
        }
    }

    /** Whatever comes of a student's own step is its own affair; after one that failed it takes none. */
    private static void learn(
            GradientCollector collector, StudentTrainer trainer, Step step, Map<StudentTrainer, Failure> failures) {
        if (failures.containsKey(trainer)) {
            return;
        }
        try (StudentBatch batch = StudentBatch.of(step.batch, trainer)) {
            trainer.learn(collector, batch, step.length);
            step.samples.put(trainer, trainer.samples());
        } catch (CancellationException e) {
            throw e;
        } catch (RuntimeException e) {
            failures.put(trainer, new Failure(step.number, e));
        }
    }
}
