package dev.understudy.recipe;

import dev.understudy.InputException;
import java.util.List;

/**
 * Something that a user may choose of a recipe: a name, a type, a default, a range and a line that says what it does. A
 * recipe declares its options ({@link Recipe#options}) and reads what was chosen by the option itself
 * ({@link OptionValues#get}).
 *
 * <pre>{@code
 * static final NumberOption TEMPERATURE =
 *         RecipeOption.number("temperature", 4).above(0).describedAs("how much soft targets are softened");
 * }</pre>
 *
 * Immutable: each change returns a new option.
 *
 * @param <T> the type of its values
 */
public sealed interface RecipeOption<T> permits ChoiceOption, NumberOption, WholeNumberOption, YesNoOption {

    /**
     * A number.
     *
     * @param name lower case, words joined by {@code -}, the same in code and on the command line
     * @param standard its default, finite
     * @return an option of any finite number
     * @throws InputException when it cannot be a name
     */
    static NumberOption number(String name, double standard) {
        return new NumberOption(name, standard);
    }

    /**
     * A whole number.
     *
     * @param name lower case, words joined by {@code -}
     * @param standard its default
     * @return an option of any whole number of 32 bits
     * @throws InputException when it cannot be a name
     */
    static WholeNumberOption wholeNumber(String name, int standard) {
        return new WholeNumberOption(name, standard);
    }

    /**
     * Yes or no.
     *
     * @param name lower case, words joined by {@code -}
     * @param standard its default
     * @return the option
     * @throws InputException when it cannot be a name
     */
    static YesNoOption yesNo(String name, boolean standard) {
        return new YesNoOption(name, standard, "");
    }

    /**
     * One constant of an enum, written in lower case with {@code -} for {@code _}.
     *
     * @param name lower case, words joined by {@code -}
     * @param standard its default
     * @param <E> the enum
     * @return an option of all its constants
     * @throws InputException when it cannot be a name
     */
    static <E extends Enum<E>> ChoiceOption<E> oneOf(String name, E standard) {
        return ChoiceOption.of(name, standard);
    }

    /**
     * One of some words.
     *
     * @param name lower case, words joined by {@code -}
     * @param standard its default, one of them
     * @param words letters, digits, {@code .}, {@code _} and {@code -}
     * @return the option
     * @throws InputException when something of it cannot be a name or a word, or the default is none of them
     */
    static ChoiceOption<String> oneOf(String name, String standard, List<String> words) {
        return ChoiceOption.of(name, standard, words);
    }

    /**
     * Its name.
     *
     * @return the same in code and on the command line
     */
    String getName();

    /**
     * What it does.
     *
     * @return one line; empty where nothing was said
     */
    String getDescription();

    /**
     * Where nothing is chosen.
     *
     * @return within the range
     */
    T getDefault();

    /**
     * What may be chosen, in words.
     *
     * @return such as {@code a number above 0}
     */
    String getRange();

    /**
     * Reads a value as it is typed, whatever the machine's language.
     *
     * @param text such as {@code 0.5}
     * @return within the range
     * @throws InputException when it is of another type or out of range
     */
    T parse(String text);

    /**
     * Refuses what is out of range.
     *
     * @param value any
     * @return the same
     * @throws InputException when it is out of range
     */
    T check(T value);

    /**
     * A value in its one form, which {@link #parse} reads again.
     *
     * @param value within the range
     * @return such as {@code 0.5}
     */
    String write(T value);
}
