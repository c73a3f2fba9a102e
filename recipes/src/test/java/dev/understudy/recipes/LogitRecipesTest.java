package dev.understudy.recipes;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertNull;
import static org.testng.Assert.assertTrue;

import dev.understudy.TrainingProgress;
import dev.understudy.recipe.OptionValues;
import dev.understudy.recipe.Recipe;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.testng.annotations.AfterClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Methods of logits, and those without a teacher, on "shapes". */
public final class LogitRecipesTest {

    private final RecipesOnShapes shapes = new RecipesOnShapes(48);

    @AfterClass
    public void close() {
        shapes.close();
    }

    /** All of both books, and the options that change what is computed. */
    @DataProvider
    public static Iterator<Object[]> recipes() {
        List<Object[]> all = new ArrayList<>();
        List<Recipe> recipes = new ArrayList<>(new LogitRecipes().recipes());
        recipes.addAll(new TeacherFreeRecipes().recipes());
        recipes.forEach(recipe -> all.add(new Object[] {recipe.name(), RecipesOnShapes.values(recipe.name())}));
        all.add(new Object[] {
            "dkd", RecipesOnShapes.values("dkd").with(Standardization.OPTION, Standardization.PUBLISHED)
        });
        all.add(new Object[] {"mlkd", RecipesOnShapes.values("mlkd").with(Standardization.OPTION, Standardization.PAPER)
        });
        all.add(new Object[] {"tf-kd", RecipesOnShapes.values("tf-kd").with("form", "published")});
        all.add(new Object[] {"uskd", RecipesOnShapes.values("uskd").with("form", "published")});
        return all.iterator();
    }

    @Test(dataProvider = "recipes")
    public void trainsOnShapesAndGoesOnAndIsInAGroupAsAlone(String name, OptionValues values) throws IOException {
        shapes.checkTraining(name, values, 2);
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
        assertTrue(shapes.stage("dkd", "target-weight", "2")
                .contains("DecoupledKd[alpha=2.0, beta=8.0, temperature=4.0]"));
        assertNotEquals(shapes.stage("dkd", "warm-up-epochs", "7"), shapes.stage("dkd", "warm-up-epochs", "20"));
        String standardized = shapes.stage("dkd", "logit-standardization", "paper");
        assertTrue(standardized.contains("LogitStandardization[objective=DecoupledKd"), standardized);
        assertTrue(standardized.contains("deviation=POPULATION"), standardized);
        assertTrue(shapes.stage("nkd", "epochs", "3").contains("nkd x 1.0 Nkd[gamma=3.5, temperature=3.0]"));
        assertTrue(shapes.stage("ttm", "power", "0.5").contains("ttm x 45.0 Ttm[gamma=0.5]"));
        assertTrue(shapes.stage("lskd", "weight", "6").contains("soft targets x 6.0 LogitStandardization["));
        assertTrue(
                shapes.stage("sdd", "fine-parts", "no").contains("sides=[2], divergence=SoftTargets[temperature=4.0"));
        assertTrue(shapes.stage("sdd-dkd", "fine-parts", "yes")
                .contains("sides=[2, 4], divergence=DecoupledKd[alpha=1.0"));
        assertTrue(shapes.stage("wkd-l", "decay-from", "0.5").contains("factor=LateDecay[from=0.5]"));
        assertTrue(shapes.stage("uskd", "form", "published").contains("ranking=PUBLISHED"));
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
            assertNull(recipe.teacher(shapes.task()), recipe.name());
        }
    }
}
