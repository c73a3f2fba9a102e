package dev.understudy.recipes;

import dev.understudy.Stage;
import dev.understudy.Student;
import dev.understudy.network.PaperNetworks;
import dev.understudy.recipe.OptionValues;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.RecipeOption;
import dev.understudy.recipe.Task;
import java.util.List;
import java.util.function.Function;

/**
 * A published method by which the paper's student learns without a teacher.
 *
 * @param name the recipe's name
 * @param description one line
 * @param options what may be chosen of it
 * @param plan its stage
 */
record LabelRecipe(String name, String description, List<RecipeOption<?>> options, Function<OptionValues, Stage> plan)
        implements Recipe {

    @Override
    public Student student(Task task) {
        return PaperNetworks.student(task);
    }

    @Override
    public List<Stage> stages(Task task, OptionValues values) {
        return List.of(plan.apply(values));
    }

    @Override
    public Traits traits(OptionValues values) {
        return new Traits("none", "single", false, false, "");
    }
}
