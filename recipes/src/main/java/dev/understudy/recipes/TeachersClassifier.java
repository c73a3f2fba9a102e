package dev.understudy.recipes;

import dev.understudy.Distillation;
import dev.understudy.InitialWeights;
import dev.understudy.Stage;
import dev.understudy.Student;
import dev.understudy.Teacher;
import dev.understudy.TeacherTap;
import dev.understudy.network.ExtendedStudents;
import dev.understudy.network.TaskNetworks;
import dev.understudy.objective.SimKd;
import dev.understudy.recipe.OptionValues;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.RecipeOption;
import dev.understudy.recipe.Task;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** SimKD (Chen et al. 2022): the student's features are to be the teacher's, and the teacher's classifier answers. */
record TeachersClassifier() implements Recipe {

    @Override
    public String name() {
        return "simkd";
    }

    @Override
    public String description() {
        return "the student's projected features are to be the teacher's, whose classifier it ends with (SimKD)";
    }

    @Override
    public boolean takesNetworks() {
        return true;
    }

    @Override
    public Student student(Task task) {
        return ExtendedStudents.withTeachersClassifier(TaskNetworks.of(task));
    }

    @Override
    public Student teacher(Task task) {
        return TaskNetworks.of(task).getTeacher();
    }

    @Override
    public List<Stage> stages(Task task, OptionValues values) {
        TeacherTap features = TaskNetworks.of(task).getTeacherAveraged();
        Stage stage = Stage.upTo(ExtendedStudents.PROJECTED, values.getEpochs())
                .objective("features", 1, new SimKd(ExtendedStudents.PROJECTED, features))
                .tested();
        return List.of(SgdOptions.learning(stage, values));
    }

    @Override
    public Distillation distillation(Task task, OptionValues values, @Nullable Teacher teacher) {
        TeacherTap features = TaskNetworks.of(task).getTeacherAveraged();
        return Recipe.super
                .distillation(task, values, teacher)
                .initialWeights(InitialWeights.ofTeacherAfter(features).into(ExtendedStudents.CLASSIFIER));
    }

    @Override
    public List<RecipeOption<?>> options() {
        return SgdOptions.ALL;
    }

    @Override
    public Traits traits(OptionValues values) {
        return new Traits(name(), "single", false, false, "");
    }
}
