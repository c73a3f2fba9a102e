package dev.understudy.recipes;

import dev.understudy.Stage;
import dev.understudy.Student;
import dev.understudy.recipe.OptionValues;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.Task;
import java.util.List;
import java.util.function.Function;

/**
 * A network that learns from the labels alone.
 *
 * @param name the recipe's name
 * @param description one line
 * @param network the network
 */
record Alone(String name, String description, Function<Task, Student> network) implements Recipe {

    @Override
    public Student student(Task task) {
        return network.apply(task);
    }

    @Override
    public List<Stage> stages(Task task, OptionValues values) {
        return PaperStages.labels(values);
    }

    @Override
    public Traits traits(OptionValues values) {
        return new Traits("none", "single", false, false, "");
    }
}
