package dev.understudy.recipe;

import dev.understudy.InputException;
import java.util.Objects;

/** A recipe's option that is a whole number. */
public final class WholeNumberOption implements RecipeOption<Integer> {

    private static final int MOST_DIGITS = 18;

    private final String name;
    private final String description;
    private final int standard;
    private final int least;
    private final int most;

    WholeNumberOption(String name, int standard) {
        this(OptionText.name(name), "", standard, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    private WholeNumberOption(String name, String description, int standard, int least, int most) {
        this.name = name;
        this.description = description;
        this.standard = standard;
        this.least = least;
        this.most = most;
        if (!holds(standard)) {
            throw OptionText.refusedDefault(name, getRange(), standard);
        }
    }

    /**
     * Only numbers from a bound on.
     *
     * @param bound is among them
     * @return the option
     * @throws InputException when its default is not among them
     */
    public WholeNumberOption atLeast(int bound) {
        return new WholeNumberOption(name, description, standard, bound, most);
    }

    /**
     * Only numbers up to a bound.
     *
     * @param bound is among them
     * @return the option
     * @throws InputException when its default is not among them
     */
    public WholeNumberOption atMost(int bound) {
        return new WholeNumberOption(name, description, standard, least, bound);
    }

    /**
     * What it does.
     *
     * @param line one line, without a full stop
     * @return the option
     */
    public WholeNumberOption describedAs(String line) {
        return new WholeNumberOption(name, OptionText.line(name, line), standard, least, most);
    }

    /**
     * The same option with another default, as a recipe may have it.
     *
     * @param other within the range
     * @return the option
     * @throws InputException when it is out of range
     */
    public WholeNumberOption byDefault(int other) {
        return new WholeNumberOption(name, description, other, least, most);
    }

    private boolean holds(long number) {
        return number >= least && number <= most;
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public String getDescription() {
        return description;
    }

    @Override
    public Integer getDefault() {
        return standard;
    }

    @Override
    public String getRange() {
        boolean low = least > Integer.MIN_VALUE;
        boolean high = most < Integer.MAX_VALUE;
        if (low && high) {
            return "a whole number from " + least + " to " + most;
        }
        return low
                ? "a whole number of at least " + least
                : high ? "a whole number of at most " + most : "a whole number";
    }

    @Override
    public Integer parse(String text) {
        boolean whole = text.matches("[+-]?[0-9]{1," + MOST_DIGITS + "}");
        if (!whole || !holds(Long.parseLong(text))) {
            throw OptionText.refused(this, OptionText.quoted(text));
        }
        return Integer.parseInt(text);
    }

    @Override
    public Integer check(Integer value) {
        if (!holds(value)) {
            throw OptionText.refused(this, value);
        }
        return value;
    }

    @Override
    public String write(Integer value) {
        return value.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WholeNumberOption option
                && name.equals(option.name)
                && description.equals(option.description)
                && standard == option.standard
                && least == option.least
                && most == option.most;
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, description, standard, least, most);
    }

    @Override
    public String toString() {
        return name + ": " + getRange() + ", " + standard + " by default";
    }
}
