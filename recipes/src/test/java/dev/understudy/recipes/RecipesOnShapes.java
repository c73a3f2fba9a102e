package dev.understudy.recipes;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.Device;
import dev.understudy.Distillation;
import dev.understudy.Identity;
import dev.understudy.Outcome;
import dev.understudy.SameBits;
import dev.understudy.Teacher;
import dev.understudy.TrainedStudent;
import dev.understudy.TrainingData;
import dev.understudy.dataset.DataOptions;
import dev.understudy.dataset.Datasets;
import dev.understudy.measure.WeightCheck;
import dev.understudy.network.PaperNetworks;
import dev.understudy.recipe.OptionValues;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.Task;
import java.io.IOException;
import java.util.List;
import java.util.Objects;

/** What every recipe of a published method keeps, on some images of "shapes" in batches of 16. */
final class RecipesOnShapes implements AutoCloseable {

    private final Task task;
    private final TrainingData trainingData;
    private final Teacher teacher;

    RecipesOnShapes(int images) {
        ImageData data =
                new ImageData(Datasets.open("shapes", DataOptions.defaults().trainSize(images)));
        task = data.task(1.0 / 32);
        trainingData = data.trainingData(16, 1);
        teacher = TrainedStudent.untrained(PaperNetworks.teacher(task), task.input(), 5, Device.cpu())
                .asTeacher();
    }

    static Recipe recipe(String name) {
        return Objects.requireNonNull(Recipes.all().get(name), name);
    }

    static OptionValues values(String name) {
        return recipe(name).defaults().epochs(2).learningRate(0.001);
    }

    Task task() {
        return task;
    }

    TrainingData trainingData() {
        return trainingData;
    }

    Teacher teacher() {
        return teacher;
    }

    Distillation distillation(String name, OptionValues values) {
        return recipe(name).distillation(task, values, teacher);
    }

    /** The first stage, in words. */
    String stage(String name, String option, String value) {
        return recipe(name)
                .stages(task, values(name).with(option, value))
                .get(0)
                .toString();
    }

    /** It trains for so many epochs, goes on the same when stopped, and is in a group as alone. */
    void checkTraining(String name, OptionValues values, int epochs) throws IOException {
        Outcome outcome = SameBits.check(() -> distillation(name, values), trainingData, 2, 5);
        outcome.history().forEach(epoch -> assertTrue(Double.isFinite(epoch.loss()), epoch.toString()));
        assertEquals(outcome.history().size(), epochs);
    }

    /** Each term has a gradient. */
    void checkTerms(String name, OptionValues values) throws IOException {
        WeightCheck.of(distillation(name, values), trainingData)
                .forEach(share -> assertTrue(share.gradient() > 0, share.toString()));
    }

    /** Checkpoints can say what training they are of. */
    void checkKnown(String name, OptionValues values) {
        assertEquals(Identity.of(distillation(name, values), trainingData).getUnknown(), List.of());
    }

    @Override
    public void close() {
        teacher.close();
    }
}
