package dev.understudy.recipes;

import dev.understudy.Stage;
import dev.understudy.Student;
import dev.understudy.network.TaskNetworks;
import dev.understudy.objective.logits.Ensemble;
import dev.understudy.recipe.ChoiceOption;
import dev.understudy.recipe.OptionValues;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.RecipeOption;
import dev.understudy.recipe.Task;
import dev.understudy.source.Sources;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Knowledge Distillation from an ensemble (Hinton et al. 2015): two teachers of one network, trained with two seeds. */
record TwoTeachers() implements Recipe {

    static final String SECOND = "second";

    static final ChoiceOption<Ensemble.Mean> MEAN =
            RecipeOption.oneOf("mean", Ensemble.Mean.PROBABILITIES).describedAs("what is averaged over the teachers");

    @Override
    public String name() {
        return "ensemble";
    }

    @Override
    public String description() {
        return "the student with the mean of two teachers' soft targets";
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
    public Student teacher(Task task) {
        return TaskNetworks.of(task).getTeacher();
    }

    @Override
    public Map<String, Student> teachers(Task task) {
        Map<String, Student> teachers = new LinkedHashMap<>();
        teachers.put(Sources.TEACHER, teacher(task));
        teachers.put(SECOND, teacher(task));
        return teachers;
    }

    @Override
    public List<RecipeOption<?>> options() {
        return SgdOptions.with(List.of(MEAN, PaperOptions.TEMPERATURE, PaperOptions.ALPHA));
    }

    @Override
    public List<Stage> stages(Task task, OptionValues values) {
        double alpha = values.get(PaperOptions.ALPHA);
        Ensemble ensemble = Ensemble.of(Sources.TEACHER, SECOND)
                .mean(values.get(MEAN))
                .temperature(values.get(PaperOptions.TEMPERATURE));
        return List.of(
                PaperStages.withLabels(PaperStages.whole(values), alpha).objective("ensemble", 1 - alpha, ensemble));
    }

    @Override
    public Traits traits(OptionValues values) {
        return new Traits("none", "single", true, false, "");
    }
}
