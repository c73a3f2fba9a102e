package dev.understudy.spark.internal.grid;

import dev.understudy.TrainingException;
import dev.understudy.cli.cluster.PartOutcomes;
import dev.understudy.cli.run.Interrupt;
import dev.understudy.experiment.ExperimentPlan;
import dev.understudy.spark.internal.cluster.TaskFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** All parts of a plan at once, each a job of its own, so that one that cannot be trained ends no other. */
final class GridParts {

    private static final long LOOK_MILLISECONDS = 200;
    private static final long STOP_SECONDS = 15;

    private final StepJobs jobs;
    private final Consumer<String> log;
    private final ProgressReader reader;
    private final PartPlaces places;
    private final Map<StepJobs.Running, ExperimentPlan.Part> running = new LinkedHashMap<>();
    private final List<PartOutcomes.Failure> failures = new ArrayList<>();

    GridParts(StepJobs jobs, Consumer<String> log, ProgressReader reader, PartPlaces places) {
        this.jobs = jobs;
        this.log = log;
        this.reader = reader;
        this.places = places;
    }

    PartOutcomes train(ExperimentPlan plan) throws IOException, InterruptedException {
        int all = plan.parts().size();
        log.accept(all == 0 ? "Nothing is left to train" : all + " parts");
        try {
            for (ExperimentPlan.Part part : plan.parts()) {
                String name = "part " + (running.size() + 1) + "/" + all;
                running.put(jobs.start(StepTask.Kind.PART, name, alone(plan, part)), part);
            }
            while (!running.isEmpty()) {
                Interrupt.check();
                Thread.sleep(LOOK_MILLISECONDS);
                reader.look();
                ended(all);
            }
        } finally {
            stop();
        }
        return new PartOutcomes(failures, jobs.differences());
    }

    private static String alone(ExperimentPlan plan, ExperimentPlan.Part part) throws IOException {
        try (TextFile file = TextFile.empty()) {
            new ExperimentPlan(plan.format(), List.of(part), 0, List.of()).write(file.path());
            return file.text();
        }
    }

    private void ended(int all) throws InterruptedException {
        for (StepJobs.Running each : List.copyOf(running.keySet())) {
            if (!each.isDone()) {
                continue;
            }
            ExperimentPlan.Part part = running.remove(each);
            try {
                each.text();
            } catch (TaskFailure e) {
                failed(part, String.valueOf(e.getMessage()));
            }
            places.ended(each.name());
            log.accept(places.describe(all - running.size(), all));
        }
    }

    private void failed(ExperimentPlan.Part part, String reason) {
        Interrupt.check();
        if (jobs.isOver()) {
            throw new TrainingException("Spark ended before the work was done: " + reason);
        }
        failures.add(new PartOutcomes.Failure(part, reason));
        log.accept("A part with " + part.students().size() + " students cannot be trained: " + reason);
    }

    /** Lets those that still run finish their step and keep what they have. */
    private void stop() throws InterruptedException {
        running.keySet().forEach(StepJobs.Running::cancel);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(STOP_SECONDS);
        while (!jobs.isOver() && jobs.areActive() && System.nanoTime() < end) {
            Thread.sleep(LOOK_MILLISECONDS);
        }
    }
}
