package dev.understudy.recipes;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import dev.understudy.EpochResult;
import dev.understudy.TrainedStudent;
import dev.understudy.recipe.OptionValues;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.testng.annotations.AfterClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Methods of relations on "shapes", with a last batch that is smaller. */
public final class RelationRecipesTest {

    private final RecipesOnShapes shapes = new RecipesOnShapes(40);

    @AfterClass
    public void close() {
        shapes.close();
    }

    /** All of the book, and the options that change what is computed. */
    @DataProvider
    public static Iterator<Object[]> recipes() {
        List<Object[]> all = new ArrayList<>();
        new RelationRecipes()
                .recipes()
                .forEach(recipe -> all.add(new Object[] {recipe.name(), RecipesOnShapes.values(recipe.name())}));
        for (String name : List.of("cc", "pkt", "ickd")) {
            all.add(new Object[] {name, RecipesOnShapes.values(name).with("form", "published")});
        }
        all.add(new Object[] {"rkd", RecipesOnShapes.values("rkd").with("angle-weight", "0")});
        all.add(new Object[] {"itrd", RecipesOnShapes.values("itrd").with("correlation-weight", "0")});
        return all.iterator();
    }

    @Test(dataProvider = "recipes")
    public void trainsOnShapesAndGoesOnAndIsInAGroupAsAlone(String name, OptionValues values) throws IOException {
        shapes.checkTraining(name, values, name.equals("fsp") ? 3 : 2);
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
    public void fspTrainsTheLayersAloneFirst() throws IOException {
        try (TrainedStudent trained =
                shapes.distillation("fsp", RecipesOnShapes.values("fsp")).train(shapes.trainingData())) {
            EpochResult first = trained.getHistory().get(0);
            assertEquals(first.terms().keySet().toString(), "[fsp]");
            assertEquals(trained.getHistory().get(1).terms().keySet().toString(), "[labels]");
        }
    }

    @Test
    public void stagesAreWhatWasChosen() {
        assertTrue(shapes.stage("sp", "weight", "7").contains("sp x 7.0 SimilarityPreserving["));
        assertTrue(shapes.stage("rkd", "angle-weight", "3").contains("distances=25.0, angles=3.0]"));
        assertTrue(shapes.stage("cc", "kernel-order", "4").contains("CorrelationCongruence["));
        assertTrue(shapes.stage("cc", "kernel-order", "4").contains("gamma=0.4, order=4]"));
        assertTrue(shapes.stage("cc", "form", "published").contains("dimensions=128]"));
        assertTrue(shapes.stage("pkt", "form", "published").contains("pkt x 30000.0 Pkt["));
        assertTrue(shapes.stage("pkt", "form", "published").contains("form=PUBLISHED]"));
        assertTrue(shapes.stage("nst", "epochs", "3").contains("nst x 50.0 Nst["));
        assertTrue(shapes.stage("ickd", "epochs", "3").contains("form=PAPER]"));
        assertTrue(shapes.stage("itrd", "information-weight", "0.05").contains("mutualInformation=0.05], alpha=1.01]"));
        assertTrue(shapes.stage("fsp", "weight", "2").contains("fsp x 2.0 Fsp["));
        assertEquals(
                RecipesOnShapes.recipe("fsp")
                        .stages(shapes.task(), RecipesOnShapes.values("fsp").with("first-stage", "2"))
                        .get(0)
                        .getEpochs(),
                4);
    }
}
