package dev.understudy.recipes;

import dev.understudy.Stage;
import dev.understudy.Student;
import dev.understudy.network.PaperNetworks;
import dev.understudy.recipe.Choices;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.Task;
import java.util.List;

/** Knowledge Distillation (Hinton et al. 2015): the class loss with soft targets and no knowledge of a layer. */
record SoftTargetsAlone() implements Recipe {

    @Override
    public String name() {
        return "kd";
    }

    @Override
    public String description() {
        return "the student with the teacher's soft targets (KD)";
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
    public List<Stage> stages(Task task, Choices choices) {
        return PaperStages.classLoss(choices.softTargets(true));
    }

    @Override
    public Traits traits(Choices choices) {
        return new Traits("none", "single", true, false, "");
    }
}
