package dev.understudy.recipes;

import static java.util.Objects.requireNonNull;
import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.Device;
import ai.djl.nn.Block;
import dev.understudy.Checkpoints;
import dev.understudy.Distillation;
import dev.understudy.Event;
import dev.understudy.InputException;
import dev.understudy.Observer;
import dev.understudy.StudentGroup;
import dev.understudy.Teacher;
import dev.understudy.TrainedStudent;
import dev.understudy.TrainingData;
import dev.understudy.dataset.DataOptions;
import dev.understudy.dataset.Datasets;
import dev.understudy.objective.logits.Ensemble;
import dev.understudy.recipe.OptionValues;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** The recipes whose students learn from several sources, trained on shapes. */
public final class SourceRecipesTest {

    private final ImageData shapes =
            new ImageData(Datasets.open("shapes", DataOptions.defaults().trainSize(40)));
    private final Task task = shapes.task(0.0625);
    private final TrainingData data = shapes.trainingData(16, 1);
    private final Map<String, Teacher> teachers = new LinkedHashMap<>();

    @BeforeClass
    public void makeTeachers() {
        close();
        long seed = 1;
        for (String name : new TwoTeachers().teachers(task).keySet()) {
            teachers.put(
                    name,
                    TrainedStudent.untrained(new TwoTeachers().teacher(task), task.input(), seed++, Device.cpu())
                            .asTeacher());
        }
    }

    @AfterClass
    public void close() {
        teachers.values().forEach(Teacher::close);
        teachers.clear();
    }

    @DataProvider
    public static Object[][] recipes() {
        return new SourceRecipes()
                .recipes().stream().map(recipe -> new Object[] {recipe.name()}).toArray(Object[][]::new);
    }

    private Distillation distillation(String name) {
        Recipe recipe = Recipes.named(name);
        OptionValues values = recipe.defaults().epochs(2).learningRate(0.01);
        return recipe.withTeachers(task, values, recipe.teachers(task).isEmpty() ? Map.of() : teachers)
                .seed(3);
    }

    private static Map<String, List<Float>> weights(TrainedStudent trained) {
        Map<String, List<Float>> weights = new LinkedHashMap<>();
        Block network = trained.getNetwork();
        network.getParameters().forEach(entry -> {
            float[] values = entry.getValue().getArray().toFloatArray();
            List<Float> boxed = new java.util.ArrayList<>();
            for (float value : values) {
                boxed.add(value);
            }
            weights.put(entry.getKey(), boxed);
        });
        return weights;
    }

    private Map<String, List<Float>> trained(Distillation distillation) throws IOException {
        try (TrainedStudent trained = distillation.train(data)) {
            return weights(trained);
        }
    }

    @Test(dataProvider = "recipes")
    public void trainsAndGoesOnAsIfNothingHadHappened(String name) throws IOException {
        Map<String, List<Float>> undisturbed = trained(distillation(name));
        Distillation again = distillation(name).checkpoints(Checkpoints.at(Files.createTempDirectory("recipe")));
        AtomicInteger steps = new AtomicInteger();
        expectThrows(
                CancellationException.class,
                () -> again.train(data, event -> {
                    if (event instanceof Event.StepDone && steps.incrementAndGet() == 4) {
                        throw new CancellationException();
                    }
                }));
        assertEquals(trained(again), undisturbed);
    }

    @Test
    public void inOneGroupEachIsAsAlone() throws IOException {
        StudentGroup group = StudentGroup.empty().workers(2);
        for (Object[] recipe : recipes()) {
            String name = (String) recipe[0];
            group = group.with(name, distillation(name), Observer.NONE);
        }
        Map<String, Map<String, List<Float>>> together = new LinkedHashMap<>();
        group.train(data, (name, student) -> {
            try (student) {
                together.put(name, weights(student));
            }
        });
        for (Object[] recipe : recipes()) {
            String name = (String) recipe[0];
            assertEquals(requireNonNull(together.get(name)), trained(distillation(name)), name);
        }
    }

    @Test
    public void optionsReachTheObjectives() {
        Recipe ensemble = Recipes.named("ensemble");
        OptionValues logits = ensemble.defaults().with(TwoTeachers.MEAN, Ensemble.Mean.LOGITS);
        Ensemble objective = (Ensemble) requireNonNull(
                        ensemble.stages(task, logits).get(0).getObjectives().get("ensemble"))
                .objective();
        assertEquals(objective.mean(), Ensemble.Mean.LOGITS);
        Recipe mean = Recipes.named("mean-teacher");
        assertTrue(mean.sources(task, mean.defaults()).getShipped().isPresent());
        assertTrue(mean.sources(task, mean.defaults().with(MeanTeacher.SHIP_AVERAGE, false))
                .getShipped()
                .isEmpty());
    }

    @Test
    public void anEnsembleWithoutItsSecondTeacherIsRefused() {
        Recipe recipe = Recipes.named("ensemble");
        Map<String, Teacher> one = Map.of("teacher", requireNonNull(teachers.get("teacher")));
        assertEquals(
                expectThrows(InputException.class, () -> recipe.withTeachers(task, recipe.defaults(), one))
                        .getMessage(),
                "The stage \"whole\" reads the source \"second\", but those of \"student\" are [teacher]");
    }
}
