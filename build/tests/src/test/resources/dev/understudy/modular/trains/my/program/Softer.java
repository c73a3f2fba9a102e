package my.program;

import ai.djl.ndarray.NDArray;
import dev.understudy.Objective;
import dev.understudy.Stage;
import dev.understudy.StepContext;
import dev.understudy.Student;
import dev.understudy.network.PaperNetworks;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.objective.Scaling;
import dev.understudy.recipe.OptionValues;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.Task;
import java.util.List;

/** A recipe whose objective holds a number. */
public final class Softer implements Recipe {

    /** For the list of recipes. */
    public Softer() {}

    @Override
    public String name() {
        return "softer";
    }

    @Override
    public String description() {
        return "the labels, counted less";
    }

    @Override
    public Student student(Task task) {
        return PaperNetworks.student(task);
    }

    @Override
    public List<Stage> stages(Task task, OptionValues values) {
        return List.of(Stage.whole(values.getEpochs()).objective("labels", 1, new Less(0.5f)));
    }

    private record Less(float factor) implements Objective {

        @Override
        public NDArray loss(StepContext context) {
            return Scaling.times(new CrossEntropy().loss(context), factor);
        }
    }
}
