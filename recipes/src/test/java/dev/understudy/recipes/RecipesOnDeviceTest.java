package dev.understudy.recipes;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.Device;
import dev.understudy.Distance;
import dev.understudy.Distillation;
import dev.understudy.EpochResult;
import dev.understudy.Outcome;
import dev.understudy.Snapshot;
import dev.understudy.Student;
import dev.understudy.Teacher;
import dev.understudy.TestDevice;
import dev.understudy.TrainedStudent;
import dev.understudy.TrainingData;
import dev.understudy.dataset.DataOptions;
import dev.understudy.dataset.Datasets;
import dev.understudy.measure.WeightCheck;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.Task;
import dev.understudy.result.GradientShare;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Every recipe on a GPU against the processor: what its objectives come to, their gradients, and a whole step. */
public final class RecipesOnDeviceTest {

    private static final int BATCH = 20;
    private static final long SEED = 3;

    /** TF32 keeps ten bits of a fraction, and a unit next to zero may fall to the other side of its ReLU. */
    private static final double SHARE = 0.1;

    private static final double VALUE = 0.02;
    private static final double GRADIENT = 0.03;

    private final ImageData shapes =
            new ImageData(Datasets.open("shapes", DataOptions.defaults().trainSize(BATCH)));
    private final Task task = shapes.task(1.0 / 32);
    private final TrainingData oneBatch = shapes.trainingData(BATCH, 1);

    /** What is to be done with a recipe's distillation. */
    @FunctionalInterface
    private interface Work<T> {
        T with(Distillation distillation) throws IOException;
    }

    @DataProvider
    public static Object[][] recipes() {
        return Recipes.all().keySet().stream().map(name -> new Object[] {name}).toArray(Object[][]::new);
    }

    private <T> T on(Device device, Recipe recipe, Work<T> work) throws IOException {
        Map<String, Teacher> teachers = new LinkedHashMap<>();
        try {
            for (Map.Entry<String, Student> entry : recipe.teachers(task).entrySet()) {
                teachers.put(
                        entry.getKey(),
                        TrainedStudent.untrained(entry.getValue(), task.input(), 7 + teachers.size(), device)
                                .asTeacher());
            }
            return work.with(
                    recipe.withTeachers(task, recipe.defaults().epochs(1).learningRate(0.01), teachers)
                            .device(device)
                            .seed(SEED));
        } finally {
            teachers.values().forEach(Teacher::close);
        }
    }

    @Test(groups = TestDevice.GROUP, dataProvider = "recipes")
    public void eachObjectiveHasTheProcessorsGradient(String name) throws IOException {
        Device device = TestDevice.get();
        Recipe recipe = Recipes.named(name);
        List<GradientShare> wanted = on(Device.cpu(), recipe, here -> WeightCheck.of(here, oneBatch));
        List<GradientShare> found = on(device, recipe, there -> WeightCheck.of(there, oneBatch));
        assertEquals(found.size(), wanted.size());
        for (int i = 0; i < wanted.size(); i++) {
            GradientShare share = wanted.get(i);
            assertEquals(found.get(i).objective(), share.objective());
            assertEquals(found.get(i).gradient(), share.gradient(), GRADIENT * share.gradient(), share.objective());
        }
    }

    @Test(groups = TestDevice.GROUP, dataProvider = "recipes")
    public void aStepHasTheProcessorsValuesAndWeights(String name) throws IOException {
        Device device = TestDevice.get();
        Recipe recipe = Recipes.named(name);
        Outcome wanted = on(Device.cpu(), recipe, here -> Outcome.of(here, oneBatch));
        Outcome found = on(device, recipe, there -> Outcome.of(there, oneBatch));
        assertEquals(found.history().size(), wanted.history().size());
        for (int i = 0; i < wanted.history().size(); i++) {
            EpochResult epoch = found.history().get(i);
            wanted.history().get(i).terms().forEach((term, value) -> {
                double there = epoch.terms().getOrDefault(term, Double.NaN);
                assertEquals(there, value, VALUE * Math.max(1, Math.abs(value)), term);
            });
        }
        Distance.assertClose(first(recipe), wanted.weights(), found.weights(), SHARE);
        assertTrue(found.peers().keySet().equals(wanted.peers().keySet()));
    }

    private Snapshot first(Recipe recipe) {
        try (TrainedStudent student =
                TrainedStudent.untrained(recipe.student(task), task.input(), SEED, Device.cpu())) {
            return Snapshot.of(student.getNetwork());
        }
    }
}
