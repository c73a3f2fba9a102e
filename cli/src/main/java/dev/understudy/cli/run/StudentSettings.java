package dev.understudy.cli.run;

import dev.understudy.Identity;
import dev.understudy.cli.option.GroupOptions;
import dev.understudy.cli.option.RecipeArgument;
import dev.understudy.cli.option.TrainingOptions;
import dev.understudy.engine.Engines;
import dev.understudy.internal.file.ResultFiles;
import dev.understudy.recipe.Task;
import dev.understudy.recipes.ImageData;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * What the students of a comparison follow from, as settings by name: students with the same settings are the same,
 * whatever the recipe was called. The machine is not among them.
 */
final class StudentSettings {

    private final ImageData data;
    private final TrainingOptions options;
    private final GroupOptions group;
    private final Task task;
    private final ComparisonTeachers staff;
    private final Map<RecipeArgument, Identity> known = new LinkedHashMap<>();

    /**
     * Of a comparison.
     *
     * @param data the images
     * @param options how to train
     * @param group how students share a pass
     * @param task what the networks are for
     * @param staff the teachers
     */
    StudentSettings(ImageData data, TrainingOptions options, GroupOptions group, Task task, ComparisonTeachers staff) {
        this.data = data;
        this.options = options;
        this.group = group;
        this.task = task;
        this.staff = staff;
    }

    /** What a student is. Where something of it cannot be told, it is never taken for one of another call. */
    Identity of(RecipeArgument word, long seed) {
        return known.computeIfAbsent(word, this::find).with(ResultFiles.SEED, Long.toString(seed));
    }

    private Identity find(RecipeArgument word) {
        Identity identity = Identity.of(
                        staff.distillation(word, options),
                        data.trainingData(options.batch, options.seed, options.views))
                .with("engine", Engines.current())
                .with("device", options.device)
                .with("recipe", word.recipe().name())
                .with("width", Double.toString(task.width()))
                .with("teacher", staff.key(word))
                .with("training set", data.shown(options.batch, options.views))
                .with("order", group.sameOrder ? "of seed " + options.seed : "of its seed");
        return identity.getUnknown().isEmpty()
                ? identity
                : identity.with("known to", UUID.randomUUID().toString());
    }
}
