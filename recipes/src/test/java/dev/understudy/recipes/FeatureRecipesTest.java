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
import dev.understudy.InputException;
import dev.understudy.Stage;
import dev.understudy.Student;
import dev.understudy.StudentTap;
import dev.understudy.Teacher;
import dev.understudy.TeacherTap;
import dev.understudy.TrainedStudent;
import dev.understudy.TrainingProgress;
import dev.understudy.network.ExtendedStudents;
import dev.understudy.network.PaperNetworks;
import dev.understudy.network.TaskNetworks;
import dev.understudy.objective.features.ClassMaps;
import dev.understudy.objective.features.Overhaul;
import dev.understudy.objective.features.ScaleDecoupledKd;
import dev.understudy.recipe.OptionValues;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.testng.annotations.AfterClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Methods of features on "shapes". */
public final class FeatureRecipesTest {

    private final RecipesOnShapes shapes = new RecipesOnShapes(48);

    @AfterClass
    public void close() {
        shapes.close();
    }

    /** All of the book, and the options that change what is computed. */
    @DataProvider
    public static Iterator<Object[]> recipes() {
        List<Object[]> all = new ArrayList<>();
        new FeatureRecipes()
                .recipes()
                .forEach(recipe -> all.add(new Object[] {recipe.name(), RecipesOnShapes.values(recipe.name())}));
        all.add(new Object[] {"cat-kd", RecipesOnShapes.values("cat-kd").with("map-scale", "unit")});
        all.add(new Object[] {
            "wkd-f", RecipesOnShapes.values("wkd-f").with("grid", "2").with("decay-from", "0")
        });
        all.add(new Object[] {"norm", RecipesOnShapes.values("norm").with("form", "published")});
        return all.iterator();
    }

    @Test(dataProvider = "recipes")
    public void trainsOnShapesAndGoesOnAndIsInAGroupAsAlone(String name, OptionValues values) throws IOException {
        shapes.checkTraining(name, values, name.equals("ab") ? 3 : 2);
    }

    @Test(dataProvider = "recipes")
    public void allTermsPullAtTheStudent(String name, OptionValues values) throws IOException {
        shapes.checkTerms(name, values);
    }

    @Test(dataProvider = "recipes")
    public void nothingOfItIsUnknown(String name, OptionValues values) {
        shapes.checkKnown(name, values);
    }

    @Test
    public void stagesAreWhatWasChosen() {
        String vid = shapes.stage("vid", "first-variance", "2");
        assertTrue(vid.contains("information conv3 x 1.0 Vid[") && vid.contains("variance=2.0]"), vid);
        assertTrue(shapes.stage("cat-kd", "map-side", "4").contains("side=4, scale=PLAIN]"));
        assertTrue(shapes.stage("srrl", "class-weight", "3").contains("features=1.0, classes=3.0]"));
        assertTrue(shapes.stage("srd", "distance-power", "2").contains("power=2.0]"));
        assertTrue(shapes.stage("norm", "form", "published").contains("LayerNormalizedLogits"));
        String boundaries = shapes.stage("ab", "margin", "2");
        assertTrue(boundaries.contains("boundaries x 0.003 ActivationBoundaries["), boundaries);
        assertTrue(boundaries.contains("margin=2.0]"), boundaries);
        assertTrue(shapes.stage("ofd", "weight", "2").contains("overhaul x 2.0 Overhaul["));
        assertTrue(shapes.stage("mgd", "masked", "0.5").contains("masked=0.5]"));
        List<Stage> stages = RecipesOnShapes.recipe("ab")
                .stages(shapes.task(), RecipesOnShapes.values("ab").epochs(24));
        assertEquals(stages.get(0).getName(), "up to conv4/norm");
        assertEquals(stages.get(0).getEpochs(), 3);
        assertEquals(stages.get(1).getEpochs(), 24);
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

    /** What tells classes apart before it averages. */
    @DataProvider
    public static Object[][] localClassifiers() {
        Function<TaskNetworks, Student> maps = ExtendedStudents::withClassMaps;
        Function<TaskNetworks, Student> local = ExtendedStudents::withLocalClassifier;
        return new Object[][] {{maps}, {local}};
    }

    @Test(dataProvider = "localClassifiers")
    public void classMapsAverageToTheLogits(Function<TaskNetworks, Student> network) {
        Shape one = new Shape(1).addAll(shapes.task().input());
        try (Teacher asTeacher = TrainedStudent.untrained(
                                network.apply(TaskNetworks.of(shapes.task())),
                                shapes.task().input(),
                                3,
                                Device.cpu())
                        .asTeacher();
                NDManager manager = NDManager.newBaseManager()) {
            NDArray image = manager.randomNormal(0, 1, one, DataType.FLOAT32);
            TeacherTap maps = new TeacherTap(ExtendedStudents.CLASS_MAPS.path());
            try (Teacher.View view = asTeacher.open(manager, Set.of(maps), true)) {
                Activations<TeacherTap> seen = view.forward(new NDList(image));
                float[] means =
                        seen.get(maps).mean(new int[] {3}).mean(new int[] {2}).toFloatArray();
                assertEquals(means, seen.getLogits().toFloatArray(), 1e-5f);
            }
        }
        assertEquals(ExtendedStudents.CLASS_MAPS.path(), "classifier/" + ClassMaps.MAPS);
        assertEquals(ScaleDecoupledKd.MAPS, ClassMaps.MAPS);
    }

    @Test
    public void ofdNeedsABatchNorm() {
        Stage stage = Stage.whole(1)
                .objective("ofd", 1, Overhaul.of(List.of(new StudentTap("conv4")), List.of(new TeacherTap("conv10"))));
        InputException refusal = expectThrows(
                InputException.class, () -> Distillation.of(shapes.teacher(), PaperNetworks.student(shapes.task()))
                        .stage(stage)
                        .train(shapes.trainingData()));
        String message = String.valueOf(refusal.getMessage());
        assertTrue(
                message.contains("OFD computes margins from a batch norm of the teacher, but \"conv10\" is a Layers"),
                message);
    }
}
