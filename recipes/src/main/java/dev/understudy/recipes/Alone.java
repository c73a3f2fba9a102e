package dev.understudy.recipes;

import dev.understudy.Stage;
import dev.understudy.Student;
import dev.understudy.recipe.OptionValues;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.RecipeOption;
import dev.understudy.recipe.Task;
import java.util.List;
import java.util.function.Function;

/**
 * A network that learns without a teacher.
 *
 * @param name the recipe's name
 * @param description one line
 * @param network the network
 * @param options what may be chosen of it
 * @param plan its stages
 */
record Alone(
        String name,
        String description,
        Function<Task, Student> network,
        List<RecipeOption<?>> options,
        Function<OptionValues, List<Stage>> plan)
        implements Recipe {

    /** From the labels alone. */
    static Alone of(String name, String description, Function<Task, Student> network) {
        return new Alone(name, description, network, List.of(), PaperStages::labels);
    }

    @Override
    public Student student(Task task) {
        return network.apply(task);
    }

    @Override
    public List<Stage> stages(Task task, OptionValues values) {
        return plan.apply(values);
    }

    @Override
    public Traits traits(OptionValues values) {
        return new Traits("none", "single", false, false, "");
    }
}
