package dev.understudy.recipes;

import dev.understudy.Distillation;
import dev.understudy.InitialWeights;
import dev.understudy.Stage;
import dev.understudy.Student;
import dev.understudy.Teacher;
import dev.understudy.network.PaperNetworks;
import dev.understudy.objective.SimKd;
import dev.understudy.recipe.OptionValues;
import dev.understudy.recipe.Recipe;
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
    public Student student(Task task) {
        return PaperNetworks.withTeachersClassifier(task);
    }

    @Override
    public Student teacher(Task task) {
        return PaperNetworks.teacher(task);
    }

    @Override
    public List<Stage> stages(Task task, OptionValues values) {
        return List.of(Stage.upTo(PaperNetworks.PROJECTED, values.getEpochs())
                .objective("features", 1, new SimKd(PaperNetworks.PROJECTED, PaperNetworks.LAST))
                .schedule(PaperStages.schedule(values))
                .tested());
    }

    @Override
    public Distillation distillation(Task task, OptionValues values, @Nullable Teacher teacher) {
        return Recipe.super
                .distillation(task, values, teacher)
                .initialWeights(
                        InitialWeights.ofTeacherAfter(PaperNetworks.LAST).into(PaperNetworks.CLASSIFIER));
    }

    @Override
    public Traits traits(OptionValues values) {
        return new Traits(name(), "single", false, false, "");
    }
}
