package dev.understudy.recipe;

import dev.understudy.InputException;
import java.math.BigDecimal;
import java.util.regex.Pattern;

/** How options, their values and what is refused of them are written. */
final class OptionText {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final Pattern WORD = Pattern.compile("[\\w.-]+");
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
    private static final int MOST_DIGITS = 20;

    private OptionText() {}

    static String name(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new InputException(
                    "An option's name is of lower case letters and digits, its words joined by \"-\", got \"" + name
                            + "\"");
        }
        return name;
    }

    static String line(String name, String description) {
        if (description.isBlank() || description.lines().count() > 1) {
            throw new InputException("The description of option \"" + name + "\" must be one line, got "
                    + (description.isBlank() ? "an empty one" : "several"));
        }
        return description.strip();
    }

    static boolean isWord(String text) {
        return WORD.matcher(text).matches();
    }

    static boolean isNumber(String text) {
        return NUMBER.matcher(text).matches();
    }

    static InputException refused(RecipeOption<?> option, Object got) {
        return new InputException(option.getName() + " must be " + option.getRange() + ", got " + got);
    }

    static InputException refusedDefault(String name, String range, Object got) {
        return new InputException("The default of option \"" + name + "\" must be " + range + ", got " + got);
    }

    static String quoted(String text) {
        return "\"" + text + "\"";
    }

    /** Without an exponent, unless it were longer than one reads. */
    static String plain(double number) {
        BigDecimal exact = BigDecimal.valueOf(number).stripTrailingZeros();
        String digits = exact.toPlainString();
        return digits.length() <= MOST_DIGITS ? digits : exact.toString();
    }
}
