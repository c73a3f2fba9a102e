package dev.understudy.recipes;

import dev.understudy.Stage;
import dev.understudy.Student;
import dev.understudy.network.PaperNetworks;
import dev.understudy.recipe.Choices;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.Task;
import java.util.List;
import java.util.function.Function;

/**
 * A published method between the paper's networks.
 *
 * @param name the recipe's name
 * @param description one line
 * @param plan its stages
 */
record Published(String name, String description, Function<Choices, List<Stage>> plan) implements Recipe {

    @Override
    public Student student(Task task) {
        return PaperNetworks.student(task);
    }

    @Override
    public Student teacher(Task task) {
        return PaperNetworks.teacher(task);
    }

    @Override
    public List<Stage> stages(Task task, Choices choices) {
        return plan.apply(choices);
    }

    @Override
    public Traits traits(Choices choices) {
        return new Traits(name, plan.apply(choices).size() == 1 ? "single" : "two", choices.softTargets(), false, "");
    }
}
