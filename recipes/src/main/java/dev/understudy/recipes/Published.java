package dev.understudy.recipes;

import ai.djl.ndarray.types.Shape;
import dev.understudy.Objective;
import dev.understudy.Stage;
import dev.understudy.Student;
import dev.understudy.network.TaskNetworks;
import dev.understudy.objective.features.ScaleDecoupledKd;
import dev.understudy.objective.logits.LayerNormalizedLogits;
import dev.understudy.objective.logits.LogitStandardization;
import dev.understudy.objective.logits.SoftTargets;
import dev.understudy.recipe.NumberOption;
import dev.understudy.recipe.OptionValues;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.RecipeOption;
import dev.understudy.recipe.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A published method whose student learns from one teacher: the paper's networks, or the pair of the task.
 *
 * @param name the recipe's name
 * @param description one line
 * @param network the student's
 * @param takesNetworks whether it takes another pair than the paper's
 * @param knowledge the form of knowledge, {@code none} where there is none but soft targets
 * @param options what may be chosen of it
 * @param plan its stages
 */
record Published(
        String name,
        String description,
        Function<TaskNetworks, Student> network,
        boolean takesNetworks,
        String knowledge,
        List<RecipeOption<?>> options,
        BiFunction<TaskNetworks, OptionValues, List<Stage>> plan)
        implements Recipe {

    /** What a recipe is called does not depend on its networks. */
    private static final Task ANY = new Task(new Shape(3, 32, 32), 2, 1);

    /** Of the task's student; the knowledge is named as the recipe. */
    static Published of(
            String name,
            String description,
            List<RecipeOption<?>> options,
            BiFunction<TaskNetworks, OptionValues, List<Stage>> plan) {
        return new Published(name, description, TaskNetworks::getStudent, true, name, SgdOptions.with(options), plan);
    }

    /** The same where no layer of the networks is read but the logits. */
    static Published of(
            String name, String description, List<RecipeOption<?>> options, Function<OptionValues, List<Stage>> plan) {
        return of(name, description, options, (networks, values) -> plan.apply(values));
    }

    /** One term beside the labels, both with weight 1. */
    static Published term(
            String name,
            String description,
            List<RecipeOption<?>> options,
            BiFunction<TaskNetworks, OptionValues, Objective> term) {
        return of(
                name,
                description,
                options,
                (networks, values) ->
                        List.of(PaperStages.labelled(values).objective(name, 1, term.apply(networks, values))));
    }

    /** One term beside the labels, with a weight that is an option. */
    static Published weighted(
            String name,
            String description,
            double weight,
            List<RecipeOption<?>> options,
            BiFunction<TaskNetworks, OptionValues, Objective> term) {
        NumberOption weighs = PublishedOptions.WEIGHT.byDefault(weight);
        List<RecipeOption<?>> all = new ArrayList<>(List.of(weighs));
        all.addAll(options);
        return of(
                name,
                description,
                all,
                (networks, values) -> List.of(PaperStages.labelled(values)
                        .objective(name, values.get(weighs), term.apply(networks, values))));
    }

    /** Of a student that is made of the task's. */
    Published network(Function<TaskNetworks, Student> other) {
        return new Published(name, description, other, takesNetworks, knowledge, options, plan);
    }

    /** Of a student of its own, which takes no other networks. */
    Published own(Function<Task, Student> other) {
        return new Published(
                name, description, networks -> other.apply(networks.getTask()), false, knowledge, options, plan);
    }

    /** With an optimizer of its own, for which some options have no meaning. */
    Published without(List<RecipeOption<?>> others) {
        List<RecipeOption<?>> kept =
                options.stream().filter(option -> !others.contains(option)).toList();
        return new Published(name, description, network, takesNetworks, knowledge, kept, plan);
    }

    /** Without knowledge but soft targets. */
    Published withoutKnowledge() {
        return new Published(name, description, network, takesNetworks, "none", options, plan);
    }

    @Override
    public Student student(Task task) {
        return network.apply(TaskNetworks.of(task));
    }

    @Override
    public Student teacher(Task task) {
        return TaskNetworks.of(task).getTeacher();
    }

    @Override
    public List<Stage> stages(Task task, OptionValues values) {
        return plan.apply(TaskNetworks.of(task), values);
    }

    @Override
    public Traits traits(OptionValues values) {
        List<Stage> stages = stages(ANY, values);
        boolean soft = stages.stream()
                .flatMap(stage -> stage.getObjectives().values().stream())
                .anyMatch(term -> areSoftTargets(term.objective()));
        return new Traits(knowledge, stages.size() == 1 ? "single" : "two", soft, false, "");
    }

    private static boolean areSoftTargets(Objective objective) {
        if (objective instanceof LogitStandardization standardized) {
            return areSoftTargets(standardized.objective());
        }
        if (objective instanceof ScaleDecoupledKd parts) {
            return parts.divergence() instanceof SoftTargets;
        }
        return objective instanceof LayerNormalizedLogits normalized
                ? areSoftTargets(normalized.objective())
                : objective instanceof SoftTargets;
    }
}
