package dev.understudy.recipes;

import static org.testng.Assert.assertEquals;

import dev.understudy.Stage;
import dev.understudy.batch.CutMix;
import dev.understudy.batch.Mixup;
import dev.understudy.recipe.OptionValues;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.testng.annotations.AfterClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Methods that read more of the images, on "shapes". */
public final class ViewRecipesTest {

    private final RecipesOnShapes shapes = new RecipesOnShapes(48);

    @AfterClass
    public void close() {
        shapes.close();
    }

    private static OptionValues values(String name) {
        return RecipesOnShapes.recipe(name).defaults().epochs(2);
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
        shapes.checkTraining(name, values, 2);
    }

    private Stage stage(String name, OptionValues values) {
        return RecipesOnShapes.recipe(name).stages(shapes.task(), values).get(0);
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
