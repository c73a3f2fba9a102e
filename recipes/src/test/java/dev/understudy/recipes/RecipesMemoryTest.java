package dev.understudy.recipes;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.understudy.Distillation;
import dev.understudy.NativeMemory;
import dev.understudy.Needs;
import dev.understudy.Objective;
import dev.understudy.Stage;
import dev.understudy.StepContext;
import dev.understudy.Student;
import dev.understudy.TrainedStudent;
import dev.understudy.recipe.OptionValues;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.RecipeOption;
import dev.understudy.recipe.Task;
import dev.understudy.source.Sources;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.testng.annotations.AfterClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/**
 * No step of any method leaves an array behind, in any stage. {@code -Dunderstudy.steps=2000} makes stages as long as that
 * and looks at the C library's memory too.
 */
public final class RecipesMemoryTest {

    private static final int STEPS = Integer.getInteger("understudy.steps", 24);

    /** Fewer steps than this say nothing of the C library's memory. */
    private static final int MANY = 500;

    private static final int NUMBERS = 4;

    /** One array of a batch's smallest activation left behind by every step would be more, at 2,000 steps. */
    private static final long GROWTH = 8_000_000;

    /** Two batches of 16. */
    private final RecipesOnShapes shapes = new RecipesOnShapes(32);

    @AfterClass(alwaysRun = true)
    public void close() {
        shapes.close();
    }

    /** All that learn from one teacher at most and train the task's student. */
    @DataProvider
    public static Iterator<Object[]> recipes() {
        return Recipes.all().values().stream()
                .filter(recipe -> recipe.takesNetworks() && !recipe.name().equals("ensemble"))
                .map(recipe -> new Object[] {recipe.name()})
                .iterator();
    }

    /**
     * A recipe with something that looks on in each of its stages.
     *
     * @param recipe the recipe
     * @param readings receives what is seen, stage by stage
     */
    private record Watched(Recipe recipe, List<Reading> readings) implements Recipe {

        @Override
        public String name() {
            return recipe.name();
        }

        @Override
        public String description() {
            return recipe.description();
        }

        @Override
        public Student student(Task task) {
            return recipe.student(task);
        }

        @Override
        public @Nullable Student teacher(Task task) {
            return recipe.teacher(task);
        }

        @Override
        public Sources sources(Task task, OptionValues values) {
            return recipe.sources(task, values);
        }

        @Override
        public List<RecipeOption<?>> options() {
            return recipe.options();
        }

        @Override
        public List<Stage> stages(Task task, OptionValues values) {
            List<Stage> watched = new ArrayList<>();
            for (Stage stage : recipe.stages(task, values)) {
                int number = watched.size();
                Objective watch = Objective.reading(Needs.nothing(), context -> look(number, context));
                watched.add(stage.epochs(STEPS / 2).objective("watch", 1, watch));
            }
            return watched;
        }

        private NDArray look(int stage, StepContext context) {
            NDArray labels = context.getLabels();
            readings.add(Reading.of(stage, labels));
            return labels.getManager().zeros(new Shape());
        }
    }

    /**
     * What is held in a step.
     *
     * @param stage of which stage, from 0
     * @param arrays by manager, from the epoch's to the engine's
     * @param bytes of the C library's
     */
    private record Reading(int stage, List<Integer> arrays, long bytes) {

        static Reading of(int stage, NDArray ofBatch) {
            return new Reading(stage, NativeMemory.arrays(ofBatch), STEPS < MANY ? 0 : NativeMemory.inUse());
        }
    }

    @Test(dataProvider = "recipes")
    public void noStepLeavesAnythingBehind(String name) throws IOException {
        List<Reading> readings = new ArrayList<>();
        Recipe recipe = new Watched(RecipesOnShapes.recipe(name), readings);
        OptionValues values = recipe.defaults().epochs(STEPS / 2).learningRate(0.001);
        Distillation distillation = recipe.distillation(shapes.task(), values, shapes.teacher());
        TrainedStudent trained = distillation.train(shapes.trainingData());
        trained.close();
        int stages = distillation.getStages().size();
        for (int stage = 0; stage < stages; stage++) {
            int number = stage;
            List<Reading> its = readings.stream()
                    .filter(each -> each.stage == number)
                    .skip(Math.max(
                            0,
                            readings.stream()
                                            .filter(each -> each.stage == number)
                                            .count()
                                    - STEPS))
                    .toList();
            assertEquals(its.size(), STEPS);
            // The second and the last epoch, step by step.
            assertSame(its.get(STEPS - 2), its.get(2), "in stage " + (number + 1));
            assertSame(its.get(STEPS - 1), its.get(3), "in stage " + (number + 1));
            long before = lowest(its.subList(STEPS / 4, STEPS / 2));
            long after = lowest(its.subList(STEPS * 3 / 4, STEPS));
            assertTrue(after - before < GROWTH, "in stage " + (number + 1) + " from " + before + " to " + after);
        }
    }

    /** But for numbers of a schedule, which the step makes or finds; one array that every step leaves is 20 here. */
    private static void assertSame(Reading last, Reading early, String where) {
        assertEquals(last.arrays.size(), early.arrays.size(), where);
        for (int i = 0; i < last.arrays.size(); i++) {
            assertEquals(last.arrays.get(i), early.arrays.get(i), NUMBERS, where + ", level " + i);
        }
    }

    private static long lowest(List<Reading> readings) {
        return readings.stream().mapToLong(Reading::bytes).min().orElseThrow();
    }
}
