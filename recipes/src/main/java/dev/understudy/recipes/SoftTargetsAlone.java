package dev.understudy.recipes;

import dev.understudy.Stage;
import dev.understudy.Student;
import dev.understudy.network.PaperNetworks;
import dev.understudy.recipe.OptionValues;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.RecipeOption;
import dev.understudy.recipe.Task;
import java.util.List;

/** Knowledge Distillation (Hinton et al. 2015): the class loss with soft targets and no knowledge of a layer. */
record SoftTargetsAlone() implements Recipe {

    @Override
    public String name() {
        return "kd";
    }

    @Override
    public String description() {
        return "the student with the teacher's soft targets (KD)";
    }

    @Override
    public Student student(Task task) {
        return PaperNetworks.student(task);
    }

    @Override
    public Student teacher(Task task) {
        return PaperNetworks.teacher(task);
    }

    @Override
    public List<RecipeOption<?>> options() {
        return PaperOptions.CLASS_LOSS;
    }

    @Override
    public List<Stage> stages(Task task, OptionValues values) {
        return PaperStages.softTargets(values);
    }

    @Override
    public Traits traits(OptionValues values) {
        return new Traits("none", "single", true, false, "");
    }
}
