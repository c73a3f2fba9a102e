package dev.understudy.recipes;

import dev.understudy.Stage;
import dev.understudy.Student;
import dev.understudy.network.TaskNetworks;
import dev.understudy.recipe.OptionValues;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.RecipeOption;
import dev.understudy.recipe.Task;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A network that learns without a teacher.
 *
 * @param name the recipe's name
 * @param description one line
 * @param network the network
 * @param takesNetworks whether it is one of the task's, in place of its own
 * @param options what may be chosen of it
 * @param plan its stages
 */
record Alone(
        String name,
        String description,
        Function<TaskNetworks, Student> network,
        boolean takesNetworks,
        List<RecipeOption<?>> options,
        BiFunction<TaskNetworks, OptionValues, List<Stage>> plan)
        implements Recipe {

    /** One of the task's, from the labels alone. */
    static Alone of(String name, String description, Function<TaskNetworks, Student> network) {
        return new Alone(
                name, description, network, true, SgdOptions.ALL, (networks, values) -> PaperStages.labels(values));
    }

    /** A network of its own, from the labels alone. */
    static Alone own(String name, String description, Function<Task, Student> network) {
        return new Alone(
                name,
                description,
                networks -> network.apply(networks.getTask()),
                false,
                SgdOptions.ALL,
                (networks, values) -> PaperStages.labels(values));
    }

    /** The task's student. */
    static Alone student(
            String name,
            String description,
            List<RecipeOption<?>> options,
            BiFunction<TaskNetworks, OptionValues, List<Stage>> plan) {
        return new Alone(name, description, TaskNetworks::getStudent, true, SgdOptions.with(options), plan);
    }

    @Override
    public Student student(Task task) {
        return network.apply(TaskNetworks.of(task));
    }

    @Override
    public List<Stage> stages(Task task, OptionValues values) {
        return plan.apply(TaskNetworks.of(task), values);
    }

    @Override
    public Traits traits(OptionValues values) {
        return new Traits("none", "single", false, false, "");
    }
}
