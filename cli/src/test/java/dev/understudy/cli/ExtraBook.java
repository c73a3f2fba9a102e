package dev.understudy.cli;

import dev.understudy.Stage;
import dev.understudy.Student;
import dev.understudy.network.PaperNetworks;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.recipe.OptionValues;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.RecipeBook;
import dev.understudy.recipe.Task;
import java.util.List;

/** A book beside the paper's, named in this module's test resources. */
public final class ExtraBook implements RecipeBook {

    /** For the service loader. */
    public ExtraBook() {}

    @Override
    public List<Recipe> recipes() {
        return List.of(new Plain("extra"));
    }

    /**
     * A student alone under another name.
     *
     * @param name the name
     */
    record Plain(String name) implements Recipe {

        @Override
        public String description() {
            return "a recipe from a book of one's own";
        }

        @Override
        public Student student(Task task) {
            return PaperNetworks.student(task);
        }

        @Override
        public List<Stage> stages(Task task, OptionValues values) {
            return List.of(Stage.whole(values.getEpochs()).objective("labels", 1, new CrossEntropy()));
        }
    }
}
