package dev.understudy.recipes;

import dev.understudy.Objective;
import dev.understudy.Schedule;
import dev.understudy.Stage;
import dev.understudy.Student;
import dev.understudy.network.TaskNetworks;
import dev.understudy.objective.logits.Consistency;
import dev.understudy.recipe.NumberOption;
import dev.understudy.recipe.OptionValues;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.RecipeOption;
import dev.understudy.recipe.Task;
import dev.understudy.recipe.YesNoOption;
import dev.understudy.source.Sources;
import dev.understudy.source.WeightAverage;
import java.util.List;

/**
 * Mean Teacher (Tarvainen and Valpola 2017): labels, and consistency with a running average of the student's weights.
 * Consistency's weight of 100 and its ramp-up over 5 epochs are those of the authors' CIFAR-10 experiments with 4000
 * labels; they have a decay of 0.97, the 0.99 here is ours. All images have labels here, and the average sees the
 * student's.
 */
record MeanTeacher() implements Recipe {

    static final String AVERAGE = "average";

    static final NumberOption DECAY = RecipeOption.number("decay", 0.99)
            .atLeast(0)
            .below(1)
            .describedAs("how much of the average stays in a step");

    static final NumberOption CONSISTENCY =
            RecipeOption.number("consistency", 100).above(0).describedAs("what consistency with the average weighs");

    static final NumberOption RAMP_UP =
            RecipeOption.number("ramp-up", 5).atLeast(0).describedAs("over how many epochs the weight comes");

    static final YesNoOption SHIP_AVERAGE = RecipeOption.yesNo("ship-average", true)
            .describedAs("test and give the average instead of the student's own weights");

    @Override
    public String name() {
        return "mean-teacher";
    }

    @Override
    public String description() {
        return "the student with labels and consistency with a running average of its weights (Mean Teacher)";
    }

    @Override
    public boolean takesNetworks() {
        return true;
    }

    @Override
    public Student student(Task task) {
        return TaskNetworks.of(task).getStudent();
    }

    @Override
    public List<RecipeOption<?>> options() {
        return SgdOptions.with(List.of(DECAY, CONSISTENCY, RAMP_UP, SHIP_AVERAGE));
    }

    @Override
    public Sources sources(Task task, OptionValues values) {
        WeightAverage average = WeightAverage.of(values.get(DECAY));
        return Sources.none().average(AVERAGE, values.get(SHIP_AVERAGE) ? average.shipped() : average);
    }

    @Override
    public List<Stage> stages(Task task, OptionValues values) {
        return List.of(PaperStages.labelled(values)
                .objective(
                        "consistency",
                        values.get(CONSISTENCY),
                        rampUp(values.get(RAMP_UP)),
                        Objective.from(AVERAGE, new Consistency())));
    }

    /** {@code exp(-5 (1 - t)^2)} over the first epochs, t from 0 to 1, then 1. */
    private static Schedule rampUp(double epochs) {
        return progress -> {
            double left = epochs == 0 ? 0 : Math.max(0, 1 - progress.epoch() / epochs);
            return Math.exp(-5 * left * left);
        };
    }

    @Override
    public Traits traits(OptionValues values) {
        return new Traits("none", "single", false, false, "");
    }
}
