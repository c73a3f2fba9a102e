package dev.understudy.recipes;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertNull;
import static org.testng.Assert.assertTrue;

import ai.djl.Device;
import dev.understudy.Distillation;
import dev.understudy.Identity;
import dev.understudy.Outcome;
import dev.understudy.SameBits;
import dev.understudy.Stage;
import dev.understudy.Teacher;
import dev.understudy.TrainedStudent;
import dev.understudy.TrainingData;
import dev.understudy.TrainingProgress;
import dev.understudy.dataset.DataOptions;
import dev.understudy.dataset.Datasets;
import dev.understudy.measure.WeightCheck;
import dev.understudy.network.PaperNetworks;
import dev.understudy.recipe.OptionValues;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Methods of logits, and those without a teacher, on "shapes". */
public final class LogitRecipesTest {

    private static final ImageData IMAGES =
            new ImageData(Datasets.open("shapes", DataOptions.defaults().trainSize(48)));
    private static final Task TASK = IMAGES.task(1.0 / 32);
    private static final TrainingData TRAINING_DATA = IMAGES.trainingData(16, 1);

    private final List<Teacher> teachers = new ArrayList<>();

    @BeforeClass
    public void open() {
        teachers.add(TrainedStudent.untrained(PaperNetworks.teacher(TASK), TASK.input(), 5, Device.cpu())
                .asTeacher());
    }

    @AfterClass
    public void close() {
        teachers.forEach(Teacher::close);
    }

    private static Recipe recipe(String name) {
        return Objects.requireNonNull(Recipes.all().get(name), name);
    }

    private static OptionValues values(String name) {
        return recipe(name).defaults().epochs(2).learningRate(0.001);
    }

    /** All of both books, and the options that change what is computed. */
    @DataProvider
    public static Iterator<Object[]> recipes() {
        List<Object[]> all = new ArrayList<>();
        List<Recipe> recipes = new ArrayList<>(new LogitRecipes().recipes());
        recipes.addAll(new TeacherFreeRecipes().recipes());
        recipes.forEach(recipe -> all.add(new Object[] {recipe.name(), values(recipe.name())}));
        all.add(new Object[] {"dkd", values("dkd").with(Standardization.OPTION, Standardization.PUBLISHED)});
        all.add(new Object[] {"mlkd", values("mlkd").with(Standardization.OPTION, Standardization.PAPER)});
        all.add(new Object[] {"tf-kd", values("tf-kd").with("form", "published")});
        all.add(new Object[] {"uskd", values("uskd").with("form", "published")});
        return all.iterator();
    }

    private Distillation distillation(String name, OptionValues values) {
        return recipe(name).distillation(TASK, values, teachers.get(0));
    }

    @Test(dataProvider = "recipes")
    public void trainsOnShapesAndGoesOnAndIsInAGroupAsAlone(String name, OptionValues values) throws IOException {
        Outcome outcome = SameBits.check(() -> distillation(name, values), TRAINING_DATA, 2, 5);
        outcome.history().forEach(epoch -> assertTrue(Double.isFinite(epoch.loss()), epoch.toString()));
        assertEquals(outcome.history().size(), 2);
    }

    @Test(dataProvider = "recipes")
    public void allTermsPullAtTheStudent(String name, OptionValues values) throws IOException {
        WeightCheck.of(distillation(name, values), TRAINING_DATA)
                .forEach(share -> assertTrue(share.gradient() > 0, share.toString()));
    }

    @Test(dataProvider = "recipes")
    public void nothingOfItIsUnknown(String name, OptionValues values) {
        assertEquals(Identity.of(distillation(name, values), TRAINING_DATA).getUnknown(), List.of());
    }

    @Test
    public void stagesAreWhatWasChosen() {
        assertTrue(stage("dkd", "target-weight", "2").contains("DecoupledKd[alpha=2.0, beta=8.0, temperature=4.0]"));
        assertNotEquals(stage("dkd", "warm-up-epochs", "7"), stage("dkd", "warm-up-epochs", "20"));
        String standardized = stage("dkd", "logit-standardization", "paper");
        assertTrue(standardized.contains("LogitStandardization[objective=DecoupledKd"), standardized);
        assertTrue(standardized.contains("deviation=POPULATION"), standardized);
        assertTrue(stage("nkd", "epochs", "3").contains("nkd x 1.0 Nkd[gamma=3.5, temperature=3.0]"));
        assertTrue(stage("ttm", "power", "0.5").contains("ttm x 45.0 Ttm[gamma=0.5]"));
        assertTrue(stage("lskd", "weight", "6").contains("soft targets x 6.0 LogitStandardization["));
        assertTrue(stage("uskd", "form", "published").contains("ranking=PUBLISHED"));
    }

    private static String stage(String name, String option, String value) {
        Stage stage =
                recipe(name).stages(TASK, values(name).with(option, value)).get(0);
        return stage.toString();
    }

    @Test
    public void theWarmUpIsTheAuthors() {
        assertEquals(new EpochWarmUp(20, 1).at(new TrainingProgress(0, 240, 3, 9)), 0.05, 1e-12);
        assertEquals(new EpochWarmUp(20, 1).at(new TrainingProgress(19, 240, 0, 9)), 1.0);
        assertEquals(new EpochWarmUp(20, 1).at(new TrainingProgress(99, 240, 0, 9)), 1.0);
        assertEquals(new EpochWarmUp(0, 1).at(new TrainingProgress(0, 240, 0, 9)), 1.0);
        assertEquals(new EpochWarmUp(20, 0).at(new TrainingProgress(0, 240, 3, 9)), 0.0);
        assertEquals(new EpochWarmUp(20, 0).at(new TrainingProgress(1, 240, 3, 9)), 0.05, 1e-12);
        assertEquals(new EpochWarmUp(20, 0).at(new TrainingProgress(20, 240, 0, 9)), 1.0);
        assertEquals(new EpochWarmUp(0, 0).at(new TrainingProgress(0, 240, 0, 9)), 1.0);
    }

    @Test
    public void nobodyTrainsATeacherForThoseWithoutOne() {
        for (Recipe recipe : new TeacherFreeRecipes().recipes()) {
            assertNull(recipe.teacher(TASK), recipe.name());
        }
    }
}
