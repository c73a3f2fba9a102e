package dev.understudy.recipe;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;

import dev.understudy.Refusal;
import dev.understudy.Stage;
import dev.understudy.Student;
import dev.understudy.TrainingProgress;
import dev.understudy.objective.Norm;
import java.util.List;
import org.testng.annotations.Test;

public final class OptionValuesTest {

    private static final NumberOption RATE = RecipeOption.number("rate", 0.5).above(0);
    private static final WholeNumberOption DEPTH =
            RecipeOption.wholeNumber("depth", 3).atLeast(1);
    private static final YesNoOption BIAS = RecipeOption.yesNo("bias", true);
    private static final ChoiceOption<Norm> NORM = RecipeOption.oneOf("norm", Norm.SQUARED);
    private static final Recipe FOUR = new Described(List.of(RATE, DEPTH, BIAS, NORM));

    /** A recipe of options alone. */
    private record Described(List<RecipeOption<?>> options) implements Recipe {

        @Override
        public String name() {
            return "mine";
        }

        @Override
        public String description() {
            return "options alone";
        }

        @Override
        public Student student(Task task) {
            throw new AssertionError("never asked");
        }

        @Override
        public List<Stage> stages(Task task, OptionValues values) {
            throw new AssertionError("never asked");
        }
    }

    @Test
    public void aRecipeHasTheCommonOptionsAndItsOwnWithTheirDefaults() {
        OptionValues values = FOUR.defaults();
        assertEquals(
                values.getTexts().toString(),
                "{epochs=30, learning-rate=0.1, rate=0.5, depth=3, bias=yes, norm=squared}");
        double rate = values.get(RATE);
        int depth = values.get(DEPTH);
        boolean bias = values.get(BIAS);
        Norm norm = values.get(NORM);
        assertEquals(rate, 0.5);
        assertEquals(depth, 3);
        assertTrue(bias);
        assertEquals(norm, Norm.SQUARED);
        assertEquals(values.getEpochs(), 30);
        assertEquals(values.getRecipe(), "mine");
        assertEquals(values.getOptions().get(2), RATE);
    }

    @Test
    public void theLearningRateByDefaultIsThatOfAStage() {
        assertEquals(
                Stage.whole(1).getSchedule().at(new TrainingProgress(0, 1, 0, 1)),
                FOUR.defaults().getLearningRate());
    }

    @Test
    public void aChoiceChangesItselfAlone() {
        OptionValues values = FOUR.defaults();
        OptionValues changed = values.with(RATE, 2.0)
                .with(DEPTH, 4)
                .with(BIAS, false)
                .with(NORM, Norm.ABSOLUTE)
                .epochs(7)
                .learningRate(0.2);
        assertEquals(
                changed.getTexts().toString(),
                "{epochs=7, learning-rate=0.2, rate=2, depth=4, bias=no, norm=absolute}");
        assertEquals(
                changed,
                values.with("norm", "ABSOLUTE")
                        .with("rate", "2.0")
                        .with("depth", "4")
                        .with("bias", "no")
                        .with("learning-rate", "2e-1")
                        .with("epochs", "7"));
        assertEquals(
                changed.hashCode(),
                values.with("norm", "absolute")
                        .with(RATE, 2.0)
                        .with(DEPTH, 4)
                        .with(BIAS, false)
                        .epochs(7)
                        .learningRate(0.2)
                        .hashCode());
        assertNotEquals(changed, changed.epochs(8));
        assertEquals(values, FOUR.defaults(), "immutable");
        assertEquals(changed.toString(), "mine " + changed.getTexts());
    }

    @Test
    public void aRecipeGivesACommonOptionAnotherDefaultAndPlace() {
        Recipe slow = new Described(List.of(RATE, CommonOptions.EPOCHS.byDefault(200)));
        OptionValues values = slow.defaults();
        assertEquals(values.getTexts().toString(), "{learning-rate=0.1, rate=0.5, epochs=200}");
        assertEquals(values.getEpochs(), 200);
        assertEquals(values.epochs(3).getEpochs(), 3);
    }

    @Test
    public void whatIsNotDeclaredIsNeitherReadNorChosen() {
        OptionValues values = new Described(List.of(RATE)).defaults();
        assertEquals(
                Refusal.of(() -> values.get(DEPTH)),
                "Recipe \"mine\" reads the option \"depth\", which it does not declare; it declares [epochs,"
                        + " learning-rate, rate]");
        String there = "Recipe \"mine\" has no option \"depth\"; it has epochs (a whole number from 1 to 100000),"
                + " learning-rate (a number above 0), rate (a number above 0)";
        assertEquals(Refusal.of(() -> values.with(DEPTH, 4)), there);
        assertEquals(Refusal.of(() -> values.with("depth", "4")), there);
    }

    @Test
    public void anOptionOfAnotherTypeIsNotTheDeclaredOne() {
        OptionValues values = new Described(List.of(RATE, NORM)).defaults();
        WholeNumberOption whole = RecipeOption.wholeNumber("rate", 1);
        assertEquals(
                Refusal.of(() -> values.get(whole)),
                "Recipe \"mine\" declares the option \"rate\" as a number above 0 and uses it as a whole number");
        ChoiceOption<String> words = RecipeOption.oneOf("norm", "a", List.of("a", "b"));
        assertEquals(
                Refusal.of(() -> values.with(words, "b")),
                "Recipe \"mine\" declares the option \"norm\" as squared, absolute or euclidean and uses it as a or b");
        NumberOption elsewhere = RecipeOption.number("rate", 9);
        assertEquals(values.get(elsewhere), 0.5, "the declared default");
    }

    @Test
    public void theDeclaredRangeHoldsWhateverAnotherSays() {
        OptionValues values = FOUR.defaults();
        assertEquals(
                Refusal.of(() -> values.with(RecipeOption.number("rate", 1), -1.0)),
                "rate must be a number above 0, got -1.0");
        assertEquals(Refusal.of(() -> values.with("rate", "NaN")), "rate must be a number above 0, got \"NaN\"");
        assertEquals(Refusal.of(() -> values.epochs(0)), "epochs must be a whole number from 1 to 100000, got 0");
        assertEquals(
                Refusal.of(() -> values.learningRate(Double.POSITIVE_INFINITY)),
                "learning-rate must be a number above 0, got Infinity");
    }

    @Test
    public void aRecipeThatDeclaresANameTwiceOrACommonOneAsSomethingElseIsRefused() {
        assertEquals(
                Refusal.of(() -> new Described(List.of(RATE, RATE.byDefault(1))).defaults()),
                "Recipe \"mine\" declares the option \"rate\" twice");
        assertEquals(
                Refusal.of(() -> new Described(List.of(RecipeOption.number("epochs", 1.5))).defaults()),
                "Recipe \"mine\" declares the option \"epochs\" as a number and uses it as a whole number from 1 to"
                        + " 100000");
    }
}
