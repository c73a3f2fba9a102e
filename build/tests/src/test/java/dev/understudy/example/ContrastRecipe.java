package dev.understudy.example;

import dev.understudy.Schedule;
import dev.understudy.Stage;
import dev.understudy.Student;
import dev.understudy.network.PaperNetworks;
import dev.understudy.objective.Crd;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.objective.logits.SoftTargets;
import dev.understudy.recipe.NumberOption;
import dev.understudy.recipe.OptionValues;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.RecipeOption;
import dev.understudy.recipe.Task;
import java.util.List;

/** Two published methods together, as CRD's authors do it (CRD + KD), with smaller embeddings and fewer negatives. */
public final class ContrastRecipe implements Recipe {

    private static final NumberOption WEIGHT =
            RecipeOption.number("contrast-weight", 0.8).atLeast(0).describedAs("what contrast weighs");

    /** For the command line. */
    public ContrastRecipe() {}

    @Override
    public String name() {
        return "contrast";
    }

    @Override
    public String description() {
        return "contrast with 32 other images, and soft targets";
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
        return List.of(WEIGHT);
    }

    @Override
    public List<Stage> stages(Task task, OptionValues values) {
        Crd.Settings settings = new Crd.Settings(64, 0.1, 0.5);
        Crd contrast = new Crd(PaperNetworks.GUIDED, PaperNetworks.GUIDING, 32, settings);
        return List.of(Stage.whole(values.getEpochs())
                .schedule(Schedule.cosine(values.getLearningRate()))
                .objective("labels", 1, new CrossEntropy())
                .objective("soft targets", 1, SoftTargets.standard())
                .objective("contrast", values.get(WEIGHT), contrast));
    }
}
