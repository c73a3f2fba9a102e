package dev.understudy.cli.option;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.expectThrows;

import ai.djl.ndarray.types.Shape;
import dev.understudy.InputException;
import dev.understudy.cli.OwnRecipeTest;
import dev.understudy.objective.Norm;
import dev.understudy.recipe.Task;
import dev.understudy.recipes.PaperOptions;
import dev.understudy.recipes.PaperTables;
import dev.understudy.recipes.Recipes;
import java.util.List;
import java.util.Map;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class RecipeArgumentTest {

    private static final Task TASK = new Task(new Shape(3, 32, 32), 10, 0.0625);
    private static final RecipeFlags FLAGS =
            new RecipeFlags(Map.of("epochs", "7", "soft-targets", "yes", "beta", "0.5"));

    @Test
    public void aBareNameHasTheDefaults() {
        RecipeArgument argument = RecipeArgument.parse("self-guided-channel", FLAGS);
        assertEquals(argument.text(), "self-guided-channel");
        assertEquals(argument.name(), "self-guided-channel");
        assertEquals(argument.label(), "self-guided-channel");
        assertEquals(argument.recipe(), Recipes.named("self-guided-channel"));
        assertEquals(
                argument.values(),
                argument.recipe()
                        .defaults()
                        .epochs(7)
                        .with(PaperOptions.SOFT_TARGETS, true)
                        .with(PaperOptions.BETA, 0.5));
    }

    @Test
    public void everyOptionReachesTheValues() {
        RecipeArgument argument = RecipeArgument.parse(
                "channel:stages=two,soft-targets=no,norm=euclidean,scale=knowledge,epochs=12,learning-rate=0.2,"
                        + "temperature=3,alpha=0.4,beta=0.6,first-stage=0.5",
                FLAGS);
        assertEquals(
                argument.values(),
                argument.recipe()
                        .defaults()
                        .epochs(12)
                        .learningRate(0.2)
                        .with(PaperOptions.STAGES, PaperOptions.Scheme.TWO)
                        .with(PaperOptions.SOFT_TARGETS, false)
                        .with(PaperOptions.NORM, Norm.EUCLIDEAN)
                        .with(PaperOptions.SCALE, PaperOptions.Scale.KNOWLEDGE)
                        .with(PaperOptions.TEMPERATURE, 3.0)
                        .with(PaperOptions.ALPHA, 0.4)
                        .with(PaperOptions.BETA, 0.6)
                        .with(PaperOptions.FIRST_STAGE, 0.5));
        assertEquals(argument.recipe(), Recipes.named("channel"));
    }

    @Test
    public void whatAWordDoesNotSayIsAsInTheFlags() {
        RecipeArgument argument = RecipeArgument.parse("channel:stages=two", FLAGS);
        assertEquals(
                argument.values(),
                RecipeArgument.parse("channel", FLAGS).values().with(PaperOptions.STAGES, PaperOptions.Scheme.TWO));
    }

    @Test
    public void aFlagIsTakenByThoseThatHaveTheOption() {
        assertEquals(
                RecipeArgument.parse("student", FLAGS).values().getTexts().toString(),
                "{epochs=7, learning-rate=0.1, schedule=cosine, nesterov=no}");
        assertEquals(
                RecipeArgument.parse("kd", FLAGS).values().getTexts().toString(),
                "{epochs=7, learning-rate=0.1, temperature=4, alpha=0.3, schedule=cosine, nesterov=no}");
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
                OwnRecipeTest.Mine.class.getName() + ":epochs=9",
                OwnRecipeTest.Mine.class.getName() + ":epochs=9",
                "mine-epochs-9"
            },
        };
    }

    @Test(dataProvider = "written")
    public void aWordHasOneForm(String typed, String argument, String label) {
        RecipeArgument parsed = RecipeArgument.parse(typed, FLAGS);
        assertEquals(parsed.text(), argument);
        assertEquals(parsed.label(), label);
        RecipeArgument again = RecipeArgument.parse(argument, FLAGS);
        assertEquals(again.text(), argument, "read again");
        assertEquals(again.values(), parsed.values());
    }

    @DataProvider
    public Object[][] refused() {
        String names = "[stages, soft-targets, norm, scale, epochs, learning-rate, temperature, alpha, beta,"
                + " first-stage, schedule, nesterov]";
        String none = "Recipe \"channel\" has no option ";
        String there =
                "; it has stages (single or two), soft-targets (yes or no), norm (squared, absolute or euclidean),"
                        + " scale (class or knowledge), epochs (a whole number from 1 to 100000), learning-rate (a number above"
                        + " 0), temperature (a number above 0), alpha (a number from 0 to 1), beta (a number above 0),"
                        + " first-stage (a number above 0), schedule (cosine or steps), nesterov (yes or no)";
        return new Object[][] {
            {"channel:depth=3", none + "\"depth\"" + there},
            {"channel:Stages=two", none + "\"Stages\"" + there},
            {"channel:=two", none + "\"\"" + there},
            {"channel:", "an option is NAME=VALUE, got \"\"; the names are " + names},
            {
                "kd:norm=absolute",
                "Recipe \"kd\" has no option \"norm\"; it has epochs (a whole number from 1 to 100000), learning-rate (a"
                        + " number above 0), temperature (a number above 0), alpha (a number from 0 to 1), schedule (cosine or"
                        + " steps), nesterov (yes or no)"
            },
            {
                "student:temperature=2",
                "Recipe \"student\" has no option \"temperature\"; it has epochs (a whole number from 1 to 100000),"
                        + " learning-rate (a number above 0), schedule (cosine or steps), nesterov (yes or no)"
            },
            {"channel:beta=", "beta must be a number above 0, got \"\""},
            {"channel:beta=Infinity", "beta must be a number above 0, got \"Infinity\""},
            {"channel:stages", "an option is NAME=VALUE, got \"stages\"; the names are " + names},
            {"channel:stages=two,", "an option is NAME=VALUE, got \"\"; the names are " + names},
            {"channel:beta=1,stages=two,beta=1", "beta is given twice"},
            {"channel:stages=three", "stages must be single or two, got \"three\""},
            {"channel:stages=", "stages must be single or two, got \"\""},
            {"channel:soft-targets=true", "soft-targets must be yes or no, got \"true\""},
            {"channel:norm=l1", "norm must be squared, absolute or euclidean, got \"l1\""},
            {"channel:scale=big", "scale must be class or knowledge, got \"big\""},
            {"channel:epochs=0", "epochs must be a whole number from 1 to 100000, got \"0\""},
            {"channel:epochs=100001", "epochs must be a whole number from 1 to 100000, got \"100001\""},
            {"channel:epochs=99999999999", "epochs must be a whole number from 1 to 100000, got \"99999999999\""},
            {"channel:epochs=1.5", "epochs must be a whole number from 1 to 100000, got \"1.5\""},
            {"channel:learning-rate=0", "learning-rate must be a number above 0, got \"0\""},
            {"channel:temperature=hot", "temperature must be a number above 0, got \"hot\""},
            {"channel:alpha=1.01", "alpha must be a number from 0 to 1, got \"1.01\""},
            {"channel:beta=-1", "beta must be a number above 0, got \"-1\""},
            {"channel:first-stage=NaN", "first-stage must be a number above 0, got \"NaN\""},
        };
    }

    @Test(dataProvider = "refused")
    public void aWordThatCannotBeIsAnsweredWithWhatIsWanted(String argument, String message) {
        InputException refusal = expectThrows(InputException.class, () -> RecipeArgument.parse(argument, FLAGS));
        assertEquals(refusal.getMessage(), "In \"" + argument + "\": " + message);
    }

    @Test
    public void theCellsOfThePapersTablesAreWordsInTheirOneForm() {
        List<PaperTables.Cell> three = PaperTables.three("cifar10", List.of(Norm.values()));
        List<PaperTables.Cell> four = PaperTables.four("cifar100", List.of(Norm.values()));
        for (List<PaperTables.Cell> table : List.of(three, four)) {
            for (PaperTables.Cell cell : table) {
                RecipeArgument argument = RecipeArgument.parse(cell.word(), FLAGS);
                assertEquals(argument.text(), cell.word());
                assertFalse(argument.recipe().stages(TASK, argument.values()).isEmpty(), cell.word());
            }
        }
    }

    @Test
    public void recipesAreFoundByHowTheyWereTyped() {
        String other = "channel:soft-targets=yes,stages=two";
        String same = "channel:stages=two,soft-targets=yes";
        Map<String, RecipeArgument> read = new TrainingOptions().recipesAsTyped(List.of(other, same, "student"));
        assertEquals(List.copyOf(read.keySet()), List.of(other, same, "student"));
        assertEquals(read.get(other), read.get(same));
        assertEquals(
                new TrainingOptions()
                        .recipes(List.of(other, same, "student")).stream()
                                .map(RecipeArgument::text)
                                .toList(),
                List.of(same, "student"));
    }
}
