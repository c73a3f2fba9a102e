package dev.understudy.experiment;

import dev.understudy.Identity;
import dev.understudy.internal.text.Counts;
import dev.understudy.result.FailedStudent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks for what is finished, and puts what is missing into parts. */
final class Planner {

    private final Experiment experiment;
    private final ResultStore store;
    private final SeedData data;
    private final ExperimentObserver observer;
    private final List<PlannedStudent> gaps = new ArrayList<>();
    private final List<ExperimentPlan.Part> parts = new ArrayList<>();
    private int finished;
    private int weightless;

    Planner(Experiment experiment, ResultStore store, SeedData data) {
        this.experiment = experiment;
        this.store = store;
        this.data = data;
        this.observer = experiment.getObserver();
    }

    ExperimentPlan plan(List<ExperimentEntry> entries) throws IOException {
        for (ExperimentEntry entry : entries) {
            List<String> unknown =
                    data.identity(entry, experiment.getSeeds().get(0)).getUnknown();
            if (!unknown.isEmpty()) {
                observer.warned(entry.getRecipe() + ": nothing of it is kept for another call, " + unknown.get(0));
            }
        }
        if (experiment.isOneByOne()) {
            for (ExperimentEntry entry : entries) {
                for (long seed : experiment.getSeeds()) {
                    Optional<PlannedStudent> missing = missing(entry, seed);
                    missing.ifPresent(
                            student -> parts.add(new ExperimentPlan.Part(data.order(seed), List.of(student))));
                }
            }
        } else {
            together(entries);
        }
        tellFinished();
        return new ExperimentPlan(ExperimentPlan.FORMAT, parts, finished, gaps);
    }

    private void together(List<ExperimentEntry> entries) throws IOException {
        Map<Long, List<PlannedStudent>> passes = new LinkedHashMap<>();
        for (long seed : experiment.getSeeds()) {
            for (ExperimentEntry entry : entries) {
                missing(entry, seed)
                        .ifPresent(student -> passes.computeIfAbsent(data.order(seed), order -> new ArrayList<>())
                                .add(student));
            }
        }
        passes.forEach((order, students) -> parts.add(new ExperimentPlan.Part(order, students)));
    }

    private Optional<PlannedStudent> missing(ExperimentEntry entry, long seed) throws IOException {
        Identity identity = data.identity(entry, seed);
        PlannedStudent student = new PlannedStudent(entry.getRecipe(), seed, identity.getSettings());
        if (store.student(entry, identity).isPresent()) {
            finished++;
            weightless += store.hasWeights(entry, identity) ? 0 : 1;
            return Optional.empty();
        }
        Optional<FailedStudent> failed = store.failed(entry, identity);
        if (failed.isPresent() && !experiment.isRetried()) {
            observer.stillMissing(student, failed.get().reason());
            store.spare(entry, identity);
            gaps.add(student);
            return Optional.empty();
        }
        store.change(entry, identity)
                .ifPresent(
                        change -> observer.warned(entry.getRecipe() + ", seed " + seed + ": trained again: " + change));
        return Optional.of(student);
    }

    private void tellFinished() {
        if (finished > 0) {
            observer.told(Counts.of(finished, "student")
                    + (finished == 1
                            ? " was finished before and is taken as it is"
                            : " were finished before and are taken as they are"));
        }
        if (weightless > 0) {
            observer.warned("The weights of " + weightless + " of them were not kept; whoever wants them deletes the"
                    + " students' files in \"students\" and trains them again");
        }
    }
}
