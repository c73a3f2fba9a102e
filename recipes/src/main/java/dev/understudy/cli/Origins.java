package dev.understudy.cli;

import dev.understudy.Engines;
import dev.understudy.Identity;
import dev.understudy.Task;
import dev.understudy.recipe.Material;
import dev.understudy.report.CellFiles;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * What the students of a comparison follow from, as settings by name: students with the same settings are the same,
 * whatever the recipe was called. The machine is not among them.
 */
final class Origins {

    private final Material data;
    private final TrainingOptions options;
    private final CohortOptions cohort;
    private final Task task;
    private final Staff staff;
    private final Map<RecipeWord, Identity> known = new LinkedHashMap<>();

    /**
     * Of a comparison.
     *
     * @param data the pictures
     * @param options how to train
     * @param cohort how students share a pass
     * @param task what the networks are for
     * @param staff the teachers
     */
    Origins(Material data, TrainingOptions options, CohortOptions cohort, Task task, Staff staff) {
        this.data = data;
        this.options = options;
        this.cohort = cohort;
        this.task = task;
        this.staff = staff;
    }

    /** What a student is. Where something of it cannot be told, it is never taken for one of another call. */
    Identity of(RecipeWord word, long seed) {
        return known.computeIfAbsent(word, this::find).with(CellFiles.SEED, Long.toString(seed));
    }

    private Identity find(RecipeWord word) {
        Identity identity = Identity.of(
                        staff.distillation(word, options), data.curriculum(options.batch, options.seed, options.views))
                .with("engine", Engines.current())
                .with("device", options.device)
                .with("recipe", word.recipe().name())
                .with("width", Double.toString(task.width()))
                .with("teacher", staff.key(word))
                .with("training set", data.shown(options.batch, options.views))
                .with("order", cohort.sameOrder ? "of seed " + options.seed : "of its seed");
        return identity.getUnknown().isEmpty()
                ? identity
                : identity.with("known to", UUID.randomUUID().toString());
    }
}
