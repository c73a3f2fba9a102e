package dev.understudy.recipes;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.understudy.Distillation;
import dev.understudy.Outcome;
import dev.understudy.SameBits;
import dev.understudy.Stage;
import dev.understudy.Teacher;
import dev.understudy.TrainingData;
import dev.understudy.batch.CutMix;
import dev.understudy.batch.Mixup;
import dev.understudy.dataset.DataOptions;
import dev.understudy.dataset.Datasets;
import dev.understudy.internal.network.Blocks;
import dev.understudy.recipe.OptionValues;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Methods that read more of the images, on "shapes". */
public final class ViewRecipesTest {

    private static final ImageData IMAGES =
            new ImageData(Datasets.open("shapes", DataOptions.defaults().trainSize(48)));
    private static final Task TASK = IMAGES.task(1.0 / 32);
    private static final TrainingData TRAINING_DATA = IMAGES.trainingData(16, 1);

    private final List<Teacher> teachers = new ArrayList<>();

    @BeforeClass
    public void open() {
        Model model = Model.newInstance("teacher", Device.cpu());
        Block network =
                Objects.requireNonNull(recipe("mlkd").teacher(TASK)).network().get();
        Blocks.initialize(network, model.getNDManager(), 5, new Shape(1).addAll(TASK.input()));
        teachers.add(Teacher.of("teacher", network, model));
    }

    @AfterClass
    public void close() {
        teachers.forEach(Teacher::close);
    }

    private static Recipe recipe(String name) {
        return Objects.requireNonNull(Recipes.all().get(name), name);
    }

    private static OptionValues values(String name) {
        return recipe(name).defaults().epochs(2);
    }

    @DataProvider
    public static Object[][] recipes() {
        return new Object[][] {
            {"mlkd", values("mlkd")},
            {"mlkd", values("mlkd").with(PublishedOptions.FORM, PublishedOptions.Form.PUBLISHED)},
            {"kd-plus-plus", values("kd-plus-plus").with(ViewRecipes.WARM_UP, 1)},
            {"kd-mixup", values("kd-mixup")},
            {"kd-mixup", values("kd-mixup").with(ViewRecipes.MIXING, ViewRecipes.Mixing.CUTMIX)},
        };
    }

    @Test(dataProvider = "recipes")
    public void trainsOnShapesAndGoesOnAndIsInAGroupAsAlone(String name, OptionValues values) throws IOException {
        Outcome outcome = SameBits.check(() -> distillation(name, values), TRAINING_DATA, 2, 5);
        outcome.history().forEach(epoch -> assertTrue(Double.isFinite(epoch.loss()), epoch.toString()));
        assertEquals(outcome.history().size(), 2);
    }

    private Distillation distillation(String name, OptionValues values) {
        return recipe(name).distillation(TASK, values, teachers.get(0));
    }

    private static Stage stage(String name, OptionValues values) {
        return recipe(name).stages(TASK, values).get(0);
    }

    @Test
    public void multiLevelHasItsTermsAndWeights() {
        Stage paper = stage("mlkd", values("mlkd"));
        assertEquals(
                List.copyOf(paper.getObjectives().keySet()),
                List.of(
                        "labels",
                        "labels strong",
                        "instance",
                        "instance strong",
                        "batch",
                        "batch strong",
                        "class",
                        "class strong"));
        assertEquals(
                Objects.requireNonNull(paper.getObjectives().get("labels strong"))
                        .weight(),
                0.1);
        assertEquals(
                Objects.requireNonNull(paper.getObjectives().get("class strong"))
                        .weight(),
                0.9);
        Stage published = stage("mlkd", values("mlkd").with(PublishedOptions.FORM, PublishedOptions.Form.PUBLISHED));
        assertEquals(
                List.copyOf(published.getObjectives().keySet()),
                List.of("labels", "labels strong", "instance", "batch", "class"));
    }

    @Test
    public void mixingIsWhatIsChosen() {
        OptionValues values = values("kd-mixup").with(ViewRecipes.STRENGTH, 0.2);
        assertEquals(stage("kd-mixup", values).getTransform(), new Mixup(0.2));
        assertEquals(
                stage("kd-mixup", values.with(ViewRecipes.MIXING, ViewRecipes.Mixing.CUTMIX))
                        .getTransform(),
                new CutMix(0.2));
    }
}
