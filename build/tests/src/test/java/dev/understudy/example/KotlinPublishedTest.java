package dev.understudy.example;

import static java.util.Objects.requireNonNull;
import static org.testng.Assert.assertEquals;

import ai.djl.nn.Parameter;
import dev.understudy.Distillation;
import dev.understudy.Observer;
import dev.understudy.Teacher;
import dev.understudy.TrainedStudent;
import dev.understudy.TrainingData;
import dev.understudy.dataset.DataOptions;
import dev.understudy.dataset.Datasets;
import dev.understudy.recipe.OptionValues;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.RecipeBook;
import dev.understudy.recipe.Task;
import dev.understudy.recipes.ImageData;
import dev.understudy.recipes.PaperRecipes;
import dev.understudy.recipes.Recipes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Every recipe of a published method has a twin in Kotlin, which trains to the same weights. */
public class KotlinPublishedTest {

    private static final ImageData IMAGES =
            new ImageData(Datasets.open("shapes", DataOptions.defaults().trainSize(48)));
    private static final Task TASK = IMAGES.task(1.0 / 32);
    private static final TrainingData TRAINING_DATA = IMAGES.trainingData(16, 1);

    private final Map<String, Teacher> teachers = new HashMap<>();

    @BeforeClass
    public void trainTeachers() throws IOException {
        Recipe teacher = Recipes.named("teacher");
        for (String name : List.of("teacher", "second")) {
            Distillation alone = teacher.distillation(TASK, teacher.defaults().epochs(1), null)
                    .seed(name.length());
            teachers.put(name, alone.train(TRAINING_DATA, Observer.NONE).asTeacher());
        }
    }

    @AfterClass(alwaysRun = true)
    public void close() {
        teachers.values().forEach(Teacher::close);
    }

    private static Stream<Recipe> all() {
        return Stream.<RecipeBook>of(new KotlinPublishedRecipes(), new KotlinFeatureRecipes())
                .flatMap(book -> book.recipes().stream());
    }

    @DataProvider
    public static Object[][] twins() {
        return all().map(recipe -> new Object[] {recipe.name(), recipe}).toArray(Object[][]::new);
    }

    @Test
    public void everyPublishedRecipeHasATwin() {
        Set<String> names = new TreeSet<>();
        for (Recipe recipe : Recipes.all().values()) {
            if (recipe.getClass().getPackage().equals(Recipes.class.getPackage())) {
                names.add(recipe.name());
            }
        }
        new PaperRecipes().recipes().forEach(recipe -> names.remove(recipe.name()));
        Set<String> twins = new TreeSet<>();
        all().forEach(recipe -> twins.add(recipe.name()));
        assertEquals(twins, names);
    }

    @Test(dataProvider = "twins")
    public void givesTheSameWeights(String name, Recipe twin) throws IOException {
        assertEquals(weights(twin), weights(Recipes.named(name)));
    }

    private List<String> weights(Recipe recipe) throws IOException {
        OptionValues values = recipe.defaults().epochs(1);
        Map<String, Teacher> its = new HashMap<>();
        recipe.teachers(TASK).keySet().forEach(name -> its.put(name, requireNonNull(teachers.get(name))));
        try (TrainedStudent trained = recipe.withTeachers(TASK, values, its).train(TRAINING_DATA, Observer.NONE)) {
            List<String> all = new ArrayList<>();
            for (Parameter parameter : trained.getNetwork().getParameters().values()) {
                all.add(Arrays.toString(parameter.getArray().toFloatArray()));
            }
            return all;
        }
    }
}
