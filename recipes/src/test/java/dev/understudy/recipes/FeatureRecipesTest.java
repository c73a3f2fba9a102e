package dev.understudy.recipes;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.understudy.Activations;
import dev.understudy.Distillation;
import dev.understudy.Identity;
import dev.understudy.InputException;
import dev.understudy.Outcome;
import dev.understudy.SameBits;
import dev.understudy.Stage;
import dev.understudy.StudentTap;
import dev.understudy.Teacher;
import dev.understudy.TeacherTap;
import dev.understudy.TrainedStudent;
import dev.understudy.TrainingData;
import dev.understudy.TrainingProgress;
import dev.understudy.dataset.DataOptions;
import dev.understudy.dataset.Datasets;
import dev.understudy.measure.WeightCheck;
import dev.understudy.network.PaperNetworks;
import dev.understudy.objective.features.ClassMaps;
import dev.understudy.objective.features.Overhaul;
import dev.understudy.recipe.OptionValues;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Methods of features on "shapes". */
public final class FeatureRecipesTest {

    private static final ImageData IMAGES =
            new ImageData(Datasets.open("shapes", DataOptions.defaults().trainSize(48)));
    private static final Task TASK = IMAGES.task(1.0 / 32);
    private static final TrainingData TRAINING_DATA = IMAGES.trainingData(16, 1);

    private Teacher teacher = teacher();

    private static Teacher teacher() {
        return TrainedStudent.untrained(PaperNetworks.teacher(TASK), TASK.input(), 5, Device.cpu())
                .asTeacher();
    }

    @BeforeClass
    public void open() {
        teacher.close();
        teacher = teacher();
    }

    @AfterClass
    public void close() {
        teacher.close();
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
        new FeatureRecipes().recipes().forEach(recipe -> all.add(new Object[] {recipe.name(), values(recipe.name())}));
        all.add(new Object[] {"cat-kd", values("cat-kd").with("map-scale", "unit")});
        all.add(new Object[] {"wkd-f", values("wkd-f").with("grid", "2").with("decay-from", "0")});
        all.add(new Object[] {"norm", values("norm").with("form", "published")});
        return all.iterator();
    }

    private Distillation distillation(String name, OptionValues values) {
        return recipe(name).distillation(TASK, values, teacher);
    }

    @Test(dataProvider = "recipes")
    public void trainsOnShapesAndGoesOnAndIsInAGroupAsAlone(String name, OptionValues values) throws IOException {
        Outcome outcome = SameBits.check(() -> distillation(name, values), TRAINING_DATA, 2, 5);
        outcome.history().forEach(epoch -> assertTrue(Double.isFinite(epoch.loss()), epoch.toString()));
        assertEquals(outcome.history().size(), name.equals("ab") ? 3 : 2);
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
        String vid = stage("vid", "first-variance", "2");
        assertTrue(vid.contains("information conv3 x 1.0 Vid[") && vid.contains("variance=2.0]"), vid);
        assertTrue(stage("cat-kd", "map-side", "4").contains("side=4, scale=PLAIN]"));
        assertTrue(stage("srrl", "class-weight", "3").contains("features=1.0, classes=3.0]"));
        assertTrue(stage("srd", "distance-power", "2").contains("power=2.0]"));
        assertTrue(stage("norm", "form", "published").contains("LayerNormalizedLogits"));
        String boundaries = stage("ab", "margin", "2");
        assertTrue(boundaries.contains("boundaries x 0.003 ActivationBoundaries["), boundaries);
        assertTrue(boundaries.contains("margin=2.0]"), boundaries);
        assertTrue(stage("ofd", "weight", "2").contains("overhaul x 2.0 Overhaul["));
        assertTrue(stage("mgd", "masked", "0.5").contains("masked=0.5]"));
        List<Stage> stages = recipe("ab").stages(TASK, values("ab").epochs(24));
        assertEquals(stages.get(0).getName(), "up to conv4/norm");
        assertEquals(stages.get(0).getEpochs(), 3);
        assertEquals(stages.get(1).getEpochs(), 24);
    }

    private static String stage(String name, String option, String value) {
        return recipe(name)
                .stages(TASK, values(name).with(option, value))
                .get(0)
                .toString();
    }

    @Test
    public void weightsFollowTheAuthorsEpochs() {
        LateDecay decay = new LateDecay(0.625);
        assertEquals(decay.at(new TrainingProgress(149, 240, 3, 9)), 1.0);
        assertEquals(decay.at(new TrainingProgress(194, 240, 3, 9)), 0.5, 1e-12);
        assertEquals(decay.at(new TrainingProgress(239, 240, 0, 9)), 0, 1e-12);
        assertEquals(new LateDecay(1).at(new TrainingProgress(239, 240, 0, 9)), 1.0);
        int[] epochs = {0, 8, 9, 18, 19, 178, 179, 208, 209, 239};
        double[] weights = {0.1, 0.1, 0.5, 0.5, 1, 1, 0.5, 0.5, 0.1, 0.1};
        for (int i = 0; i < epochs.length; i++) {
            assertEquals(new RiseAndFall().at(new TrainingProgress(epochs[i], 240, 0, 9)), weights[i]);
        }
        assertEquals(new RiseAndFall().at(new TrainingProgress(1, 4, 0, 9)), 1.0);
    }

    /** The logits of a student with class maps are their means. */
    @Test
    public void classMapsAverageToTheLogits() {
        Shape one = new Shape(1).addAll(TASK.input());
        try (Teacher asTeacher = TrainedStudent.untrained(
                                PaperNetworks.withClassMaps(TASK), TASK.input(), 3, Device.cpu())
                        .asTeacher();
                NDManager manager = NDManager.newBaseManager()) {
            NDArray image = manager.randomNormal(0, 1, one, DataType.FLOAT32);
            TeacherTap maps = new TeacherTap(PaperNetworks.CLASS_MAPS.path());
            try (Teacher.View view = asTeacher.open(manager, Set.of(maps), true)) {
                Activations<TeacherTap> seen = view.forward(new NDList(image));
                float[] means =
                        seen.get(maps).mean(new int[] {3}).mean(new int[] {2}).toFloatArray();
                assertEquals(means, seen.getLogits().toFloatArray(), 1e-5f);
            }
        }
        assertEquals(PaperNetworks.CLASS_MAPS.path(), "classifier/" + ClassMaps.MAPS);
    }

    @Test
    public void ofdNeedsABatchNorm() {
        Stage stage = Stage.whole(1)
                .objective("ofd", 1, Overhaul.of(List.of(new StudentTap("conv4")), List.of(new TeacherTap("conv10"))));
        InputException refusal =
                expectThrows(InputException.class, () -> Distillation.of(teacher, PaperNetworks.student(TASK))
                        .stage(stage)
                        .train(TRAINING_DATA));
        String message = String.valueOf(refusal.getMessage());
        assertTrue(
                message.contains("OFD computes margins from a batch norm of the teacher, but \"conv10\" is a Layers"),
                message);
    }
}
