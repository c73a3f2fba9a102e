package @package@;

import dev.understudy.Schedule;
import dev.understudy.Stage;
import dev.understudy.Student;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.recipe.NumberOption;
import dev.understudy.recipe.OptionValues;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.RecipeOption;
import dev.understudy.recipe.Task;
import java.util.List;

/** The small network learns from labels and from the large one. Named {@code own} on the command line. */
public final class OwnRecipe implements Recipe {

    /** An option of its own: {@code --mean-weight 0.5}, or {@code own:mean-weight=0.5}. */
    public static final NumberOption MEAN_WEIGHT = RecipeOption.number("mean-weight", 1)
            .above(0)
            .describedAs("what the mean over the large network's channels weighs against the labels");

    /** For the command line. */
    public OwnRecipe() {}

    @Override
    public String name() {
        return "own";
    }

    @Override
    public String description() {
        return "the small network is given the mean over the large one's channels";
    }

    @Override
    public Student student(Task task) {
        return Networks.student(task);
    }

    @Override
    public Student teacher(Task task) {
        return Networks.teacher(task);
    }

    @Override
    public List<RecipeOption<?>> options() {
        return List.of(MEAN_WEIGHT);
    }

    @Override
    public List<Stage> stages(Task task, OptionValues values) {
        return List.of(Stage.whole(values.getEpochs())
                .schedule(Schedule.cosine(values.getLearningRate()))
                .objective("labels", 1, new CrossEntropy())
                .objective("same mean", values.get(MEAN_WEIGHT), new SameMean(Networks.GUIDED, Networks.GUIDING)));
    }
}
