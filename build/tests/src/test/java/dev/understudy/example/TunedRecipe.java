package dev.understudy.example;

import dev.understudy.Schedule;
import dev.understudy.Stage;
import dev.understudy.Student;
import dev.understudy.StudentTap;
import dev.understudy.TeacherTap;
import dev.understudy.network.PaperNetworks;
import dev.understudy.objective.Correlation;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.objective.Norm;
import dev.understudy.objective.logits.SoftTargets;
import dev.understudy.recipe.ChoiceOption;
import dev.understudy.recipe.NumberOption;
import dev.understudy.recipe.OptionValues;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.RecipeOption;
import dev.understudy.recipe.Task;
import dev.understudy.recipe.WholeNumberOption;
import dev.understudy.recipe.YesNoOption;
import java.util.List;

/** A recipe with options of its own, one of each type. */
public final class TunedRecipe implements Recipe {

    private static final StudentTap TAUGHT = PaperNetworks.GUIDED;
    private static final TeacherTap TEACHING = PaperNetworks.GUIDING;

    private static final NumberOption WEIGHT = RecipeOption.number("channel-weight", 10)
            .above(0)
            .describedAs("what the correlation weighs against the labels");
    private static final WholeNumberOption FIRST = RecipeOption.wholeNumber("first-epochs", 0)
            .atLeast(0)
            .atMost(100)
            .describedAs("how many epochs of the correlation alone come first");
    private static final YesNoOption SOFT_TARGETS =
            RecipeOption.yesNo("soft-targets", false).describedAs("add soft targets");
    private static final ChoiceOption<Norm> NORM =
            RecipeOption.oneOf("norm", Norm.SQUARED).describedAs("how correlations are compared");

    /** For the command line. */
    public TunedRecipe() {}

    @Override
    public String name() {
        return "tuned";
    }

    @Override
    public String description() {
        return "the correlation between channels, with options";
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
        return List.of(WEIGHT, FIRST, SOFT_TARGETS, NORM);
    }

    @Override
    public List<Stage> stages(Task task, OptionValues values) {
        Correlation channel = Correlation.channel(TAUGHT, TEACHING).norm(values.get(NORM));
        Stage whole = Stage.whole(values.getEpochs())
                .schedule(Schedule.cosine(values.getLearningRate()))
                .objective("labels", 1, new CrossEntropy())
                .objective("channel", values.get(WEIGHT), channel);
        if (values.get(SOFT_TARGETS)) {
            whole = whole.objective("soft targets", 1, SoftTargets.standard());
        }
        int first = values.get(FIRST);
        return first == 0 ? List.of(whole) : List.of(Stage.upTo(TAUGHT, first).objective("channel", 1, channel), whole);
    }
}
