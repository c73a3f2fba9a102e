package @package@;

import dev.understudy.Stage;
import dev.understudy.Student;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.recipe.Choices;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.Task;
import java.util.List;

/** The small network learns from labels and from the large one. Named {@code own} on the command line. */
public final class OwnRecipe implements Recipe {

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
    public List<Stage> stages(Task task, Choices choices) {
        return List.of(Stage.whole(choices.epochs())
                .objective("labels", 1, new CrossEntropy())
                .objective("same mean", 1, new SameMean(Networks.GUIDED, Networks.GUIDING)));
    }
}
