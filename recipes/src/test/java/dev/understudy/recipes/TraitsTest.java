package dev.understudy.recipes;

import static org.testng.Assert.assertEquals;

import dev.understudy.recipe.Recipe;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** What reports say of the published methods; of the paper's own, see {@link PaperRecipesTest}. */
public final class TraitsTest {

    /** Name, knowledge, stages and whether there are soft targets. */
    @DataProvider
    public static Object[][] recipes() {
        return new Object[][] {
            {"kd", "none", "single", true},
            {"dot", "none", "single", true},
            {"vit", "none", "single", true},
            {"ensemble", "none", "single", true},
            {"mean-teacher", "none", "single", false},
            {"ft", "ft", "two", false},
            {"simkd", "simkd", "single", false},
            {"crd", "crd", "single", false},
            {"reviewkd", "reviewkd", "single", false},
            {"mlkd", "mlkd", "single", false},
            {"kd-plus-plus", "kd-plus-plus", "single", true},
            {"kd-mixup", "kd-mixup", "single", true},
            {"dkd", "dkd", "single", false},
            {"nkd", "nkd", "single", false},
            {"dist", "dist", "single", false},
            {"lskd", "none", "single", true},
            {"ttm", "ttm", "single", false},
            {"wttm", "wttm", "single", false},
            {"abkd", "abkd", "single", false},
            {"rld", "rld", "single", false},
            {"wkd-l", "wkd-l", "single", false},
            {"sdd", "none", "single", true},
            {"sdd-dkd", "sdd-dkd", "single", false},
            {"ctkd", "ctkd", "single", false},
            {"vid", "vid", "single", false},
            {"cat-kd", "cat-kd", "single", false},
            {"srrl", "srrl", "single", false},
            {"srd", "srd", "single", true},
            {"wkd-f", "wkd-f", "single", false},
            {"norm", "norm", "single", false},
            {"ab", "ab", "two", false},
            {"ofd", "ofd", "single", false},
            {"mgd", "mgd", "single", false},
            {"label-smoothing", "none", "single", false},
            {"tf-kd", "none", "single", false},
            {"uskd", "none", "single", false},
            {"sp", "sp", "single", false},
            {"rkd", "rkd", "single", false},
            {"cc", "cc", "single", false},
            {"pkt", "pkt", "single", false},
            {"fsp", "fsp", "two", false},
            {"nst", "nst", "single", false},
            {"ickd", "ickd", "single", false},
            {"itrd", "itrd", "single", false},
        };
    }

    @Test(dataProvider = "recipes")
    public void theTraitsSayWhatTheStagesDo(String name, String knowledge, String stages, boolean softTargets) {
        Recipe recipe = Recipes.named(name);
        assertEquals(recipe.traits(recipe.defaults()), new Recipe.Traits(knowledge, stages, softTargets, false, ""));
    }
}
