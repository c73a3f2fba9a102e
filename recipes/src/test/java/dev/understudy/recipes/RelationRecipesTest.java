package dev.understudy.recipes;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.Device;
import dev.understudy.Distillation;
import dev.understudy.EpochResult;
import dev.understudy.Identity;
import dev.understudy.Outcome;
import dev.understudy.SameBits;
import dev.understudy.Stage;
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
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Methods of relations on "shapes", with a last batch that is smaller. */
public final class RelationRecipesTest {

    private static final ImageData IMAGES =
            new ImageData(Datasets.open("shapes", DataOptions.defaults().trainSize(40)));
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

    /** All of the book, and the options that change what is computed. */
    @DataProvider
    public static Iterator<Object[]> recipes() {
        List<Object[]> all = new ArrayList<>();
        new RelationRecipes().recipes().forEach(recipe -> all.add(new Object[] {recipe.name(), values(recipe.name())}));
        for (String name : List.of("cc", "pkt", "ickd")) {
            all.add(new Object[] {name, values(name).with("form", "published")});
        }
        all.add(new Object[] {"rkd", values("rkd").with("angle-weight", "0")});
        all.add(new Object[] {"itrd", values("itrd").with("correlation-weight", "0")});
        return all.iterator();
    }

    private Distillation distillation(String name, OptionValues values) {
        return recipe(name).distillation(TASK, values, teachers.get(0));
    }

    @Test(dataProvider = "recipes")
    public void trainsOnShapesAndGoesOnAndIsInAGroupAsAlone(String name, OptionValues values) throws IOException {
        Outcome outcome = SameBits.check(() -> distillation(name, values), TRAINING_DATA, 2, 5);
        outcome.history().forEach(epoch -> assertTrue(Double.isFinite(epoch.loss()), epoch.toString()));
        assertEquals(outcome.history().size(), name.equals("fsp") ? 3 : 2);
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
    public void fspTrainsTheLayersAloneFirst() throws IOException {
        try (TrainedStudent trained = distillation("fsp", values("fsp")).train(TRAINING_DATA)) {
            EpochResult first = trained.getHistory().get(0);
            assertEquals(first.terms().keySet().toString(), "[fsp]");
            assertEquals(trained.getHistory().get(1).terms().keySet().toString(), "[labels]");
        }
    }

    @Test
    public void stagesAreWhatWasChosen() {
        assertTrue(stage("sp", "weight", "7").contains("sp x 7.0 SimilarityPreserving["));
        assertTrue(stage("rkd", "angle-weight", "3").contains("distances=25.0, angles=3.0]"));
        assertTrue(stage("cc", "kernel-order", "4").contains("CorrelationCongruence["));
        assertTrue(stage("cc", "kernel-order", "4").contains("gamma=0.4, order=4]"));
        assertTrue(stage("cc", "form", "published").contains("dimensions=128]"));
        assertTrue(stage("pkt", "form", "published").contains("pkt x 30000.0 Pkt["));
        assertTrue(stage("pkt", "form", "published").contains("form=PUBLISHED]"));
        assertTrue(stage("nst", "epochs", "3").contains("nst x 50.0 Nst["));
        assertTrue(stage("ickd", "epochs", "3").contains("form=PAPER]"));
        assertTrue(stage("itrd", "information-weight", "0.05").contains("mutualInformation=0.05], alpha=1.01]"));
        assertTrue(stage("fsp", "weight", "2").contains("fsp x 2.0 Fsp["));
        assertEquals(
                recipe("fsp")
                        .stages(TASK, values("fsp").with("first-stage", "2"))
                        .get(0)
                        .getEpochs(),
                4);
    }

    private static String stage(String name, String option, String value) {
        Stage stage =
                recipe(name).stages(TASK, values(name).with(option, value)).get(0);
        return stage.toString();
    }
}
