package dev.understudy.recipe;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;

import dev.understudy.Refusal;
import dev.understudy.objective.Norm;
import java.util.List;
import java.util.Locale;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public final class RecipeOptionTest {

    private static final NumberOption RATE = RecipeOption.number("rate", 0.5);
    private static final WholeNumberOption DEPTH = RecipeOption.wholeNumber("depth", 3);
    private static final YesNoOption BIAS = RecipeOption.yesNo("bias", true);
    private static final ChoiceOption<Mode> MODE = RecipeOption.oneOf("mode", Mode.FAST_FIRST);
    private static final ChoiceOption<String> LAYER =
            RecipeOption.oneOf("layer", "conv2", List.of("conv1", "conv2", "fc.1"));

    private enum Mode {
        FAST_FIRST,
        SLOW {
            @Override
            public String toString() {
                return "a constant of a class of its own";
            }
        }
    }

    /** An option, what is typed, and the form in which it is written. */
    @DataProvider
    public static Object[][] taken() {
        return new Object[][] {
            {RATE, "0.5", "0.5"},
            {RATE, ".50", "0.5"},
            {RATE, "5e-1", "0.5"},
            {RATE, "+2.", "2"},
            {RATE, "1E1", "10"},
            {RATE, "-3", "-3"},
            {RATE, "-0.0", "0"},
            {RATE, "1e300", "1E+300"},
            {RATE, "2.5e-30", "2.5E-30"},
            {RATE, "0.3333333333333333", "0.3333333333333333"},
            {DEPTH, "007", "7"},
            {DEPTH, "+4", "4"},
            {DEPTH, "-2147483648", "-2147483648"},
            {BIAS, "YES", "yes"},
            {BIAS, "no", "no"},
            {MODE, "fast-first", "fast-first"},
            {MODE, "Slow", "slow"},
            {LAYER, "FC.1", "fc.1"},
        };
    }

    @Test(dataProvider = "taken")
    public void aValueHasOneForm(RecipeOption<?> option, String typed, String written) {
        assertOneForm(option, typed, written);
    }

    private static <T> void assertOneForm(RecipeOption<T> option, String typed, String written) {
        T value = option.parse(typed);
        assertEquals(option.write(value), written);
        assertEquals(option.parse(written), value, "read again");
        assertEquals(option.check(value), value);
    }

    @Test
    public void numbersAreReadInTheSameWayInEveryLanguage() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr-TR"));
            assertEquals(RATE.parse("0.25"), 0.25);
            assertEquals(RATE.write(1234.5), "1234.5");
            assertEquals(RecipeOption.oneOf("norm", Norm.SQUARED).parse("EUCLIDEAN"), Norm.EUCLIDEAN);
            assertEquals(RecipeOption.oneOf("norm", Norm.SQUARED).getRange(), "squared, absolute or euclidean");
            Locale.setDefault(Locale.GERMANY);
            assertEquals(RATE.write(1234.5), "1234.5");
            assertEquals(Refusal.of(() -> RATE.parse("0,5")), "rate must be a number, got \"0,5\"");
        } finally {
            Locale.setDefault(before);
        }
    }

    @DataProvider
    public static Object[][] refused() {
        NumberOption part = RATE.atLeast(0).atMost(1);
        return new Object[][] {
            {RATE, "", "rate must be a number, got \"\""},
            {RATE, "fast", "rate must be a number, got \"fast\""},
            {RATE, "NaN", "rate must be a number, got \"NaN\""},
            {RATE, "Infinity", "rate must be a number, got \"Infinity\""},
            {RATE, "1e999", "rate must be a number, got \"1e999\""},
            {RATE, "1d", "rate must be a number, got \"1d\""},
            {RATE, "0x1p3", "rate must be a number, got \"0x1p3\""},
            {RATE, " 1", "rate must be a number, got \" 1\""},
            {RATE, "\u0661", "rate must be a number, got \"\u0661\""},
            {RATE.above(0), "0", "rate must be a number above 0, got \"0\""},
            {RATE.atLeast(0), "-1", "rate must be a number of at least 0, got \"-1\""},
            {RATE.below(1), "1", "rate must be a number below 1, got \"1\""},
            {RATE.atMost(1.5), "1.6", "rate must be a number of at most 1.5, got \"1.6\""},
            {RATE.above(0).below(1), "1", "rate must be a number above 0 and below 1, got \"1\""},
            {RATE.above(0).atMost(1), "2", "rate must be a number above 0 and at most 1, got \"2\""},
            {RATE.atLeast(0).below(1), "1", "rate must be a number of at least 0 and below 1, got \"1\""},
            {part, "1.01", "rate must be a number from 0 to 1, got \"1.01\""},
            {DEPTH, "1.5", "depth must be a whole number, got \"1.5\""},
            {DEPTH, "", "depth must be a whole number, got \"\""},
            {DEPTH, "2147483648", "depth must be a whole number, got \"2147483648\""},
            {DEPTH, "99999999999999999999", "depth must be a whole number, got \"99999999999999999999\""},
            {DEPTH, "\u0663", "depth must be a whole number, got \"\u0663\""},
            {DEPTH.atLeast(1), "0", "depth must be a whole number of at least 1, got \"0\""},
            {DEPTH.atMost(9), "10", "depth must be a whole number of at most 9, got \"10\""},
            {DEPTH.atLeast(1).atMost(9), "10", "depth must be a whole number from 1 to 9, got \"10\""},
            {BIAS, "true", "bias must be yes or no, got \"true\""},
            {BIAS, "", "bias must be yes or no, got \"\""},
            {MODE, "fast_first", "mode must be fast-first or slow, got \"fast_first\""},
            {LAYER, "conv3", "layer must be conv1, conv2 or fc.1, got \"conv3\""},
        };
    }

    @Test(dataProvider = "refused")
    public void aTextThatIsNoValueIsAnsweredWithWhatIsWanted(RecipeOption<?> option, String typed, String message) {
        assertEquals(Refusal.of(() -> option.parse(typed)), message);
    }

    @Test
    public void aValueOutOfRangeIsRefusedInCodeToo() {
        NumberOption part = RATE.atLeast(0).atMost(1);
        for (double number : new double[] {-0.1, 1.1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertEquals(Refusal.of(() -> part.check(number)), "rate must be a number from 0 to 1, got " + number);
        }
        for (double number : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            assertEquals(Refusal.of(() -> RATE.check(number)), "rate must be a number, got " + number);
        }
        assertEquals(part.check(1.0), 1.0);
        assertEquals(Refusal.of(() -> DEPTH.atMost(9).check(10)), "depth must be a whole number of at most 9, got 10");
        assertEquals(Refusal.of(() -> LAYER.check("conv9")), "layer must be conv1, conv2 or fc.1, got \"conv9\"");
    }

    @Test
    public void aDefaultMustBeWithinTheRangeWheneverEitherIsGiven() {
        assertEquals(
                Refusal.of(() -> RATE.above(0.5)),
                "The default of option \"rate\" must be a number above 0.5, got 0.5");
        assertEquals(
                Refusal.of(() -> RATE.above(0).byDefault(0)),
                "The default of option \"rate\" must be a number above 0, got 0.0");
        assertEquals(
                Refusal.of(() -> RecipeOption.number("rate", Double.NaN)),
                "The default of option \"rate\" must be a number, got NaN");
        assertEquals(
                Refusal.of(() -> DEPTH.atLeast(4)),
                "The default of option \"depth\" must be a whole number of at least 4, got 3");
        assertEquals(
                Refusal.of(() -> LAYER.byDefault("conv3")),
                "The default of option \"layer\" must be conv1, conv2 or fc.1, got conv3");
    }

    @DataProvider
    public static Object[][] names() {
        return new Object[][] {
            {""}, {"Rate"}, {"-rate"}, {"rate-"}, {"a--b"}, {"a_b"}, {"a b"}, {"a=b"}, {"1a"}, {"\u00e4"}
        };
    }

    @Test(dataProvider = "names")
    public void aNameIsOfLowerCaseWords(String name) {
        String message =
                "An option's name is of lower case letters and digits, its words joined by \"-\", got \"" + name + "\"";
        assertEquals(Refusal.of(() -> RecipeOption.number(name, 1)), message);
        assertEquals(Refusal.of(() -> RecipeOption.wholeNumber(name, 1)), message);
        assertEquals(Refusal.of(() -> RecipeOption.yesNo(name, true)), message);
        assertEquals(Refusal.of(() -> RecipeOption.oneOf(name, Norm.SQUARED)), message);
    }

    @Test
    public void wordsAreOnesThatCanBeTypedAndTold() {
        for (List<String> words : List.of(
                List.<String>of(), List.of("a", "b,c"), List.of("a", ""), List.of("a", "A"), List.of("a", "b:c"))) {
            assertEquals(
                    Refusal.of(() -> RecipeOption.oneOf("layer", "a", words)),
                    "The words of option \"layer\" must differ and be of letters, digits, \".\", \"_\" and \"-\", got "
                            + words);
        }
    }

    @Test
    public void aDescriptionIsOneLine() {
        assertEquals(RATE.describedAs(" how fast ").getDescription(), "how fast");
        assertEquals(RATE.getDescription(), "", "immutable");
        String wanted = "The description of option \"bias\" must be one line, got ";
        assertEquals(Refusal.of(() -> BIAS.describedAs(" ")), wanted + "an empty one");
        assertEquals(Refusal.of(() -> BIAS.describedAs("two\nlines")), wanted + "several");
    }

    @Test
    public void optionsAreTheSameWhereEverythingIs() {
        assertEquals(
                RATE.above(0).describedAs("a"),
                RecipeOption.number("rate", 0.5).above(0).describedAs("a"));
        assertNotEquals(RATE.above(0), RATE.atLeast(0));
        assertNotEquals(RATE, RATE.byDefault(1));
        assertEquals(MODE, RecipeOption.oneOf("mode", Mode.FAST_FIRST));
        assertNotEquals(MODE, MODE.byDefault(Mode.SLOW));
        assertNotEquals(DEPTH.atMost(9), DEPTH);
        assertNotEquals(BIAS, BIAS.byDefault(false));
        assertEquals(DEPTH.atMost(9).toString(), "depth: a whole number of at most 9, 3 by default");
        assertEquals(
                MODE.hashCode(), RecipeOption.oneOf("mode", Mode.FAST_FIRST).hashCode());
    }
}
