package dev.understudy.setting;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertThrows;
import static org.testng.Assert.assertTrue;

import ai.djl.ndarray.types.Shape;
import dev.understudy.InputException;
import dev.understudy.TrainingProgress;
import dev.understudy.network.BenchmarkNetwork;
import dev.understudy.optimizer.SgdRule;
import dev.understudy.recipe.NetworkPair;
import dev.understudy.recipe.OptionValues;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.Task;
import dev.understudy.recipes.Recipes;
import java.util.Iterator;
import java.util.Map;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** The settings of published results, against what their code says. */
public final class PublishedSettingTest {

    private static final NetworkPair RESNETS = NetworkPair.of("resnet32x4:resnet8x4");
    private static final NetworkPair LIGHT = NetworkPair.of("resnet32x4:shufflenetv2");

    @DataProvider
    public static Iterator<Object[]> pairs() {
        return PairOptions.all()
                .map(each -> new Object[] {each.getKey(), each.getValue()})
                .iterator();
    }

    @Test(dataProvider = "pairs")
    public void whatIsSaidOfAPairIsAnOptionOfARecipe(String recipe, NetworkPair pair) {
        assertTrue(BenchmarkNetwork.all().contains(pair.teacher()), pair.toString());
        assertTrue(BenchmarkNetwork.all().contains(pair.student()), pair.toString());
        Recipe named = Recipes.named(recipe);
        PublishedSetting setting = PublishedSetting.MDISTILLER;
        Map<String, String> texts = setting.values(named, pair, 240).getTexts();
        PairOptions.of(recipe, pair)
                .forEach((option, text) -> assertEquals(
                        texts.get(option),
                        named.defaults().with(option, text).getTexts().get(option)));
    }

    @Test
    public void authorsNumbersForAPair() {
        assertEquals(option("dkd", "resnet56:resnet20", "non-target-weight"), "2");
        assertEquals(option("dkd", "vgg13:vgg8", "non-target-weight"), "6");
        assertEquals(option("dkd", "resnet32x4:resnet8x4", "non-target-weight"), "8");
        assertEquals(option("cat-kd", "resnet32x4:shufflenetv1", "weight"), "600");
        assertEquals(option("cat-kd", "resnet32x4:shufflenetv1", "map-scale"), "unit");
        assertEquals(option("reviewkd", "resnet56:resnet20", "weight"), "0.6");
        assertEquals(option("kd", "resnet56:resnet20", "alpha"), "0.1");
    }

    private static String option(String recipe, String pair, String option) {
        return String.valueOf(PublishedSetting.MDISTILLER
                .values(Recipes.named(recipe), NetworkPair.of(pair), 240)
                .getTexts()
                .get(option));
    }

    /** The published numbers are those of the code, also where a paper says something else. */
    @Test
    public void methodsOfTwoFormsAreAsTheirCodeHasThem() {
        for (Recipe recipe : Recipes.all().values()) {
            if (recipe.takesNetworks() && recipe.defaults().getTexts().containsKey("form")) {
                assertEquals(option(recipe.name(), "resnet56:resnet20", "form"), "published", recipe.name());
            }
        }
        assertEquals(option("cc", "resnet56:resnet20", "weight"), "0.02");
        assertEquals(option("ickd", "resnet56:resnet20", "weight"), "2.5");
        assertEquals(option("lskd", "vgg13:vgg8", "logit-standardization"), "published");
        assertEquals(option("lskd", "vgg13:vgg8", "temperature"), "3");
        assertEquals(option("dkd", "vgg13:vgg8", "logit-standardization"), "none");
    }

    /** In RepDistiller: as it begins, and 0.01 for the paraphraser of ResNets. */
    @Test
    public void theRateOfAMethodsFirstStageStays() {
        assertFirstStage("ab", RESNETS, 30, 0.05);
        assertFirstStage("fsp", NetworkPair.of("resnet56:resnet20"), 30, 0.05);
        assertFirstStage("ft", RESNETS, 30, 0.01);
        assertFirstStage("ft", NetworkPair.of("vgg13:vgg8"), 30, 0.05);
        assertFirstStage("ft", LIGHT, 30, 0.01);
    }

    private static void assertFirstStage(String name, NetworkPair pair, int epochs, double rate) {
        Recipe recipe = Recipes.named(name);
        var stages = recipe.stages(task(pair), PublishedSetting.REPDISTILLER.values(recipe, pair, 240));
        assertEquals(stages.get(0).getEpochs(), epochs);
        assertEquals(stages.get(0).getSchedule().at(epoch(0, epochs)), rate, 1e-12);
        assertEquals(stages.get(0).getSchedule().at(epoch(epochs - 1, epochs)), rate, 1e-12);
        double labels = PublishedSetting.REPDISTILLER.learningRate(pair.student());
        assertEquals(stages.get(1).getSchedule().at(epoch(150, 240)), labels / 10, 1e-12);
    }

    /** Rates of the first, the 150th, the 151st and the last epoch. */
    @Test
    public void learningRatesFallAsInTheirCode() {
        assertRates(PublishedSetting.REPDISTILLER, RESNETS, 240, 0.05, 0.05, 0.005, 0.00005);
        assertRates(PublishedSetting.MDISTILLER, LIGHT, 240, 0.01, 0.01, 0.001, 0.00001);
        assertRates(PublishedSetting.REVIEWKD, RESNETS, 240, 0.1, 0.1, 0.01, 0.0001);
        assertRates(PublishedSetting.REVIEWKD, LIGHT, 240, 0.02, 0.02, 0.002, 0.00002);
        assertRates(PublishedSetting.MLKD, RESNETS, 480, 0.025, 0.025, 0.025, 0.000025);
        // A tenth of the epochs: the rate falls after 15, 18 and 21.
        assertRates(PublishedSetting.REPDISTILLER, RESNETS, 24, 0.05, 0.00005, 0.00005, 0.00005);
    }

    private static void assertRates(
            PublishedSetting setting,
            NetworkPair pair,
            int epochs,
            double first,
            double at150,
            double at151,
            double last) {
        OptionValues values = setting.values(Recipes.named("kd"), pair, epochs);
        var schedule = Recipes.named("kd").stages(task(pair), values).get(0).getSchedule();
        assertEquals(schedule.at(epoch(0, epochs)), first, 1e-12);
        assertEquals(schedule.at(epoch(149, epochs)), at150, 1e-12);
        assertEquals(schedule.at(epoch(150, epochs)), at151, 1e-12);
        assertEquals(schedule.at(epoch(epochs - 1, epochs)), last, 1e-12);
    }

    private static TrainingProgress epoch(int epoch, int epochs) {
        return new TrainingProgress(epoch, epochs, 0, 10);
    }

    private static Task task(NetworkPair pair) {
        return new Task(new Shape(3, 32, 32), 100, 1).withNetworks(pair);
    }

    @Test
    public void theMomentumIsNesterovsWhereTheirsIs() {
        for (PublishedSetting setting : PublishedSetting.values()) {
            Recipe recipe = Recipes.named("reviewkd");
            var rule = recipe.stages(task(RESNETS), setting.values(recipe, RESNETS, 24))
                    .get(0)
                    .getOptimizer();
            boolean nesterov = setting == PublishedSetting.REVIEWKD;
            assertEquals(rule, nesterov ? SgdRule.standard().withNesterov() : SgdRule.standard());
        }
    }

    @Test
    public void whatHappensInTheFirstEpochsIsShorterToo() {
        Recipe dkd = Recipes.named("dkd");
        assertEquals(PublishedSetting.MDISTILLER.options(dkd, RESNETS, 240).get("warm-up-epochs"), "20");
        assertEquals(PublishedSetting.MDISTILLER.options(dkd, RESNETS, 24).get("warm-up-epochs"), "2");
        assertFalse(PublishedSetting.MDISTILLER
                .options(Recipes.named("kd"), RESNETS, 24)
                .containsKey("warm-up-epochs"));
    }

    @Test
    public void aRecipeThatLearnsInItsOwnWayIsToldWhatItHas() {
        assertEquals(
                PublishedSetting.REPDISTILLER
                        .options(Recipes.named("vit"), RESNETS, 24)
                        .keySet()
                        .toString(),
                "[epochs]");
    }

    @Test
    public void namesAreTheirOwn() {
        for (String name : PublishedSetting.all()) {
            assertEquals(PublishedSetting.named(name).option(), name);
        }
        assertThrows(InputException.class, () -> PublishedSetting.named("crd"));
    }
}
