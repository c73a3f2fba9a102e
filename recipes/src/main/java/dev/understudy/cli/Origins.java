package dev.understudy.cli;

import dev.understudy.Engines;
import dev.understudy.Inspection;
import dev.understudy.Recipe;
import dev.understudy.Stage;
import dev.understudy.Student;
import dev.understudy.Task;
import dev.understudy.recipe.Material;
import dev.understudy.report.CellFiles;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a student's weights depend on, as settings by name: students with the same settings are the same, whatever the
 * recipe was called. The machine is not among them.
 *
 * @param data the pictures
 * @param options how to train
 * @param cohort how students share a pass
 * @param task what the networks are for
 */
record Origins(Material data, TrainingOptions options, CohortOptions cohort, Task task) {

    /** Raised when anything changes that weights or measures depend on, beside the settings. */
    private static final String VERSION = "1";

    Map<String, String> of(RecipeWord word, Staff staff, long seed) {
        Map<String, String> settings = new LinkedHashMap<>();
        Recipe recipe = word.recipe();
        Student student = recipe.student(task);
        settings.put("version", VERSION);
        settings.put("engine", Engines.current());
        settings.put("device", options.device);
        settings.put("dataset", data.splits().name());
        settings.put("pictures", data.splits().train().fingerprint());
        settings.put("validation pictures", data.splits().validation().fingerprint());
        settings.put("test pictures", data.splits().test().fingerprint());
        settings.put("normalization", data.splits().normalization().toString());
        settings.put("augmentation", data.augmentation().toString());
        settings.put("batch", Integer.toString(options.batch));
        settings.put("views", Integer.toString(options.views));
        settings.put("teacher's outputs", options.keepTeacher == null ? "computed" : "kept");
        settings.put("order", cohort.sameOrder ? "of seed " + options.seed : "of its seed");
        settings.put("recipe", recipe.name() + code(recipe));
        settings.put("network", student.name());
        settings.put("first weights", options.firstWeights.option());
        settings.put("width", Double.toString(options.width));
        settings.put("parameters", Long.toString(Inspection.parameters(student, task.input())));
        settings.put("teacher", staff.key(word));
        List<Stage> stages = recipe.stages(task, word.choices());
        for (int i = 0; i < stages.size(); i++) {
            settings.put("stage " + (i + 1), stages.get(i).toString());
        }
        settings.put(CellFiles.SEED, Long.toString(seed));
        return settings;
    }

    /** The code of a recipe that is not ours, which may change under the same name. */
    private static String code(Recipe recipe) {
        Class<?> type = recipe.getClass();
        return type.getName().startsWith("dev.understudy.recipe.") ? "" : ", code " + Digests.of(type);
    }
}
