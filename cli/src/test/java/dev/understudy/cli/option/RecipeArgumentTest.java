package dev.understudy.cli.option;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.expectThrows;

import ai.djl.ndarray.types.Shape;
import dev.understudy.InputException;
import dev.understudy.cli.OwnRecipeTest;
import dev.understudy.objective.Norm;
import dev.understudy.recipe.Choices;
import dev.understudy.recipe.Task;
import dev.understudy.recipes.PaperTables;
import dev.understudy.recipes.Recipes;
import java.util.List;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class RecipeArgumentTest {

    private static final Task TASK = new Task(new Shape(3, 32, 32), 10, 0.0625);
    private static final Choices DEFAULTS = Choices.of(7).softTargets(true).beta(0.5);

    @Test
    public void aBareNameHasTheDefaults() {
        RecipeArgument word = RecipeArgument.parse("self-guided-channel", DEFAULTS);
        assertEquals(word.word(), "self-guided-channel");
        assertEquals(word.name(), "self-guided-channel");
        assertEquals(word.label(), "self-guided-channel");
        assertEquals(word.recipe(), Recipes.named("self-guided-channel"));
        assertEquals(word.choices(), DEFAULTS);
    }

    @Test
    public void everyOptionReachesTheChoices() {
        RecipeArgument word = RecipeArgument.parse(
                "channel:stages=two,soft-targets=no,norm=euclidean,scale=knowledge,epochs=12,learning-rate=0.2,"
                        + "temperature=3,alpha=0.4,beta=0.6,first-stage=0.5",
                DEFAULTS);
        assertEquals(
                word.choices(),
                Choices.of(12)
                        .scheme(Choices.Scheme.TWO)
                        .softTargets(false)
                        .norm(Norm.EUCLIDEAN)
                        .scale(Choices.Scale.KNOWLEDGE)
                        .learningRate(0.2)
                        .temperature(3)
                        .alpha(0.4)
                        .beta(0.6)
                        .firstStage(0.5));
        assertEquals(word.recipe(), Recipes.named("channel"));
    }

    @Test
    public void whatAWordDoesNotSayIsAsInTheDefaults() {
        RecipeArgument word = RecipeArgument.parse("channel:stages=two", DEFAULTS);
        assertEquals(word.choices(), DEFAULTS.scheme(Choices.Scheme.TWO));
    }

    @DataProvider
    public Object[][] written() {
        return new Object[][] {
            {"channel:stages=two", "channel:stages=two", "channel-stages-two"},
            {"channel:stages=single", "channel:stages=single", "channel-stages-single"},
            {
                "channel:soft-targets=YES,stages=Two",
                "channel:stages=two,soft-targets=yes",
                "channel-stages-two-soft-targets-yes"
            },
            {
                "kd:alpha=.50,temperature=4.0,epochs=007,learning-rate=1e-3",
                "kd:epochs=7,learning-rate=0.001,temperature=4,alpha=0.5",
                "kd-epochs-7-learning-rate-0.001-temperature-4-alpha-0.5"
            },
            {"kd:temperature=1e1", "kd:temperature=10", "kd-temperature-10"},
            {
                OwnRecipeTest.Mine.class.getName() + ":norm=absolute",
                OwnRecipeTest.Mine.class.getName() + ":norm=absolute",
                "mine-norm-absolute"
            },
        };
    }

    @Test(dataProvider = "written")
    public void aWordHasOneForm(String typed, String word, String label) {
        RecipeArgument parsed = RecipeArgument.parse(typed, DEFAULTS);
        assertEquals(parsed.word(), word);
        assertEquals(parsed.label(), label);
        RecipeArgument again = RecipeArgument.parse(word, DEFAULTS);
        assertEquals(again.word(), word, "read again");
        assertEquals(again.choices(), parsed.choices());
    }

    @DataProvider
    public Object[][] refused() {
        String names = "[stages, soft-targets, norm, scale, epochs, learning-rate, temperature, alpha, beta,"
                + " first-stage]";
        return new Object[][] {
            {"channel:depth=3", "no option named \"depth\"; there are " + names},
            {"channel:Stages=two", "no option named \"Stages\"; there are " + names},
            {"channel:=two", "no option named \"\"; there are " + names},
            {"channel:", "an option is NAME=VALUE, got \"\"; the names are " + names},
            {"channel:stages", "an option is NAME=VALUE, got \"stages\"; the names are " + names},
            {"channel:stages=two,", "an option is NAME=VALUE, got \"\"; the names are " + names},
            {"channel:beta=1,stages=two,beta=1", "beta is given twice"},
            {"channel:stages=three", "--stages must be single or two, got \"three\""},
            {"channel:stages=", "--stages must be single or two, got \"\""},
            {"channel:soft-targets=true", "--soft-targets must be yes or no, got \"true\""},
            {"channel:norm=l1", "--norm must be squared or absolute or euclidean, got \"l1\""},
            {"channel:scale=big", "--scale must be class or knowledge, got \"big\""},
            {"channel:epochs=0", "--epochs must be a whole number from 1 to 100000, got \"0\""},
            {"channel:epochs=100001", "--epochs must be a whole number from 1 to 100000, got \"100001\""},
            {"channel:epochs=99999999999", "--epochs must be a whole number from 1 to 100000, got \"99999999999\""},
            {"channel:epochs=1.5", "--epochs must be a whole number from 1 to 100000, got \"1.5\""},
            {"channel:learning-rate=0", "--learning-rate must be a number above 0, got 0.0"},
            {"channel:temperature=hot", "--temperature must be a number, got \"hot\""},
            {"channel:alpha=1.01", "--alpha must be from 0 to 1, got 1.01"},
            {"channel:beta=-1", "--beta must be a number above 0, got -1.0"},
            {"channel:first-stage=NaN", "--first-stage must be a number above 0, got NaN"},
        };
    }

    @Test(dataProvider = "refused")
    public void aWordThatCannotBeIsAnsweredWithWhatIsWanted(String word, String message) {
        InputException refusal = expectThrows(InputException.class, () -> RecipeArgument.parse(word, DEFAULTS));
        assertEquals(refusal.getMessage(), "In \"" + word + "\": " + message);
    }

    @Test
    public void theCellsOfThePapersTablesAreWordsInTheirOneForm() {
        List<PaperTables.Cell> three = PaperTables.three("cifar10", List.of(Norm.values()));
        List<PaperTables.Cell> four = PaperTables.four("cifar100", List.of(Norm.values()));
        for (List<PaperTables.Cell> table : List.of(three, four)) {
            for (PaperTables.Cell cell : table) {
                RecipeArgument word = RecipeArgument.parse(cell.word(), Choices.of(9));
                assertEquals(word.word(), cell.word());
                assertFalse(word.recipe().stages(TASK, word.choices()).isEmpty(), cell.word());
            }
        }
    }
}
