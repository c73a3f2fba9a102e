package dev.understudy.recipes;

import dev.understudy.Objective;
import dev.understudy.Stage;
import dev.understudy.Student;
import dev.understudy.network.PaperNetworks;
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
import java.util.function.Function;

/**
 * A published method whose student learns from the paper's teacher.
 *
 * @param name the recipe's name
 * @param description one line
 * @param network the student's
 * @param knowledge the form of knowledge, {@code none} where there is none but soft targets
 * @param options what may be chosen of it
 * @param plan its stages
 */
record Published(
        String name,
        String description,
        Function<Task, Student> network,
        String knowledge,
        List<RecipeOption<?>> options,
        Function<OptionValues, List<Stage>> plan)
        implements Recipe {

    /** Of the paper's student; the knowledge is named as the recipe. */
    static Published of(
            String name, String description, List<RecipeOption<?>> options, Function<OptionValues, List<Stage>> plan) {
        return new Published(name, description, PaperNetworks::student, name, options, plan);
    }

    /** One term beside the labels, both with weight 1. */
    static Published term(
            String name, String description, List<RecipeOption<?>> options, Function<OptionValues, Objective> term) {
        return of(
                name,
                description,
                options,
                values -> List.of(PaperStages.labelled(values).objective(name, 1, term.apply(values))));
    }

    /** One term beside the labels, with a weight that is an option. */
    static Published weighted(
            String name,
            String description,
            double weight,
            List<RecipeOption<?>> options,
            Function<OptionValues, Objective> term) {
        NumberOption weighs = PublishedOptions.WEIGHT.byDefault(weight);
        List<RecipeOption<?>> all = new ArrayList<>(List.of(weighs));
        all.addAll(options);
        return of(
                name,
                description,
                all,
                values ->
                        List.of(PaperStages.labelled(values).objective(name, values.get(weighs), term.apply(values))));
    }

    /** Of another student. */
    Published network(Function<Task, Student> other) {
        return new Published(name, description, other, knowledge, options, plan);
    }

    /** Without knowledge but soft targets. */
    Published withoutKnowledge() {
        return new Published(name, description, network, "none", options, plan);
    }

    @Override
    public Student student(Task task) {
        return network.apply(task);
    }

    @Override
    public Student teacher(Task task) {
        return PaperNetworks.teacher(task);
    }

    @Override
    public List<Stage> stages(Task task, OptionValues values) {
        return plan.apply(values);
    }

    @Override
    public Traits traits(OptionValues values) {
        List<Stage> stages = plan.apply(values);
        boolean soft = stages.stream()
                .flatMap(stage -> stage.getObjectives().values().stream())
                .anyMatch(term -> areSoftTargets(term.objective()));
        return new Traits(knowledge, stages.size() == 1 ? "single" : "two", soft, false, "");
    }

    private static boolean areSoftTargets(Objective objective) {
        if (objective instanceof LogitStandardization standardized) {
            return areSoftTargets(standardized.objective());
        }
        return objective instanceof LayerNormalizedLogits normalized
                ? areSoftTargets(normalized.objective())
                : objective instanceof SoftTargets;
    }
}
