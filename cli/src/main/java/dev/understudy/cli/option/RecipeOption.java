package dev.understudy.cli.option;

import dev.understudy.InputException;
import dev.understudy.objective.Norm;
import dev.understudy.recipe.Choices;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The options that a recipe may have of its own, in the order in which they are written. */
public enum RecipeOption {
    STAGES,
    SOFT_TARGETS,
    NORM,
    SCALE,
    EPOCHS,
    LEARNING_RATE,
    TEMPERATURE,
    ALPHA,
    BETA,
    FIRST_STAGE;

    /** The option of a name such as {@code soft-targets}. */
    static RecipeOption named(String name) {
        return Arrays.stream(values())
                .filter(option -> option.option().equals(name))
                .findFirst()
                .orElseThrow(() -> new InputException("no option named \"" + name + "\"; there are " + names()));
    }

    /** All names. */
    public static List<String> names() {
        return Arrays.stream(values()).map(RecipeOption::option).toList();
    }

    /** Its name, the same as on the command line. */
    String option() {
        return lower(this).replace('_', '-');
    }

    /** Its value among some choices, as it is written. */
    String value(Choices choices) {
        return switch (this) {
            case STAGES -> lower(choices.scheme());
            case SOFT_TARGETS -> choices.softTargets() ? "yes" : "no";
            case NORM -> lower(choices.norm());
            case SCALE -> lower(choices.scale());
            case EPOCHS -> Integer.toString(choices.epochs());
            case LEARNING_RATE -> plain(choices.learningRate());
            case TEMPERATURE -> plain(choices.temperature());
            case ALPHA -> plain(choices.alpha());
            case BETA -> plain(choices.beta());
            case FIRST_STAGE -> plain(choices.firstStage());
        };
    }

    /** Some choices with another value of this option. */
    Choices with(Choices choices, String value) {
        return switch (this) {
            case STAGES -> choices.scheme(oneOf(Choices.Scheme.values(), value));
            case SOFT_TARGETS -> choices.softTargets(yes(value));
            case NORM -> choices.norm(oneOf(Norm.values(), value));
            case SCALE -> choices.scale(oneOf(Choices.Scale.values(), value));
            case EPOCHS -> choices.epochs(epochs(value));
            case LEARNING_RATE -> choices.learningRate(number(value));
            case TEMPERATURE -> choices.temperature(number(value));
            case ALPHA -> choices.alpha(number(value));
            case BETA -> choices.beta(number(value));
            case FIRST_STAGE -> choices.firstStage(number(value));
        };
    }

    private <E extends Enum<E>> E oneOf(E[] values, String text) {
        return Arrays.stream(values)
                .filter(value -> value.name().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() ->
                        bad(Arrays.stream(values).map(RecipeOption::lower).collect(Collectors.joining(" or ")), text));
    }

    private boolean yes(String text) {
        boolean yes = text.equalsIgnoreCase("yes");
        if (!yes && !text.equalsIgnoreCase("no")) {
            throw bad("yes or no", text);
        }
        return yes;
    }

    private int epochs(String text) {
        int epochs = text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
        if (epochs < 1 || epochs > TrainingOptions.MOST_EPOCHS) {
            throw bad("a whole number from 1 to " + TrainingOptions.MOST_EPOCHS, text);
        }
        return epochs;
    }

    private double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw bad("a number", text);
        }
    }

    private InputException bad(String wanted, String got) {
        return new InputException("--" + option() + " must be " + wanted + ", got \"" + got + "\"");
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }
}
