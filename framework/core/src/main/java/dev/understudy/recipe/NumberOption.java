package dev.understudy.recipe;

import dev.understudy.InputException;
import java.util.Objects;

/** A recipe's option that is a number. NaN and infinities are never within its range. */
public final class NumberOption implements RecipeOption<Double> {

    private final String name;
    private final String description;
    private final double standard;
    private final Interval interval;

    NumberOption(String name, double standard) {
        this(OptionText.name(name), "", standard, Interval.ALL);
    }

    private NumberOption(String name, String description, double standard, Interval interval) {
        this.name = name;
        this.description = description;
        this.standard = standard + 0.0;
        this.interval = interval;
        if (!interval.holds(standard)) {
            throw OptionText.refusedDefault(name, getRange(), standard);
        }
    }

    /** Where its values lie; {@code open} where the end itself is not among them. */
    private record Interval(double low, boolean openLow, double high, boolean openHigh) {

        static final Interval ALL = new Interval(Double.NEGATIVE_INFINITY, true, Double.POSITIVE_INFINITY, true);

        boolean holds(double number) {
            return (openLow ? number > low : number >= low) && (openHigh ? number < high : number <= high);
        }

        String words() {
            boolean from = !Double.isInfinite(low);
            boolean to = !Double.isInfinite(high);
            if (from && to && !openLow && !openHigh) {
                return " from " + OptionText.plain(low) + " to " + OptionText.plain(high);
            }
            String above = from ? (openLow ? " above " : " of at least ") + OptionText.plain(low) : "";
            String below =
                    to ? (openHigh ? " below " : from ? " at most " : " of at most ") + OptionText.plain(high) : "";
            return from && to ? above + " and" + below : above + below;
        }
    }

    /**
     * Only numbers above a bound.
     *
     * @param bound is not among them
     * @return the option
     * @throws InputException when its default is not among them
     */
    public NumberOption above(double bound) {
        return within(new Interval(bound, true, interval.high, interval.openHigh));
    }

    /**
     * Only numbers from a bound on.
     *
     * @param bound is among them
     * @return the option
     * @throws InputException when its default is not among them
     */
    public NumberOption atLeast(double bound) {
        return within(new Interval(bound, false, interval.high, interval.openHigh));
    }

    /**
     * Only numbers below a bound.
     *
     * @param bound is not among them
     * @return the option
     * @throws InputException when its default is not among them
     */
    public NumberOption below(double bound) {
        return within(new Interval(interval.low, interval.openLow, bound, true));
    }

    /**
     * Only numbers up to a bound.
     *
     * @param bound is among them
     * @return the option
     * @throws InputException when its default is not among them
     */
    public NumberOption atMost(double bound) {
        return within(new Interval(interval.low, interval.openLow, bound, false));
    }

    /**
     * What it does.
     *
     * @param line one line, without a full stop
     * @return the option
     */
    public NumberOption describedAs(String line) {
        return new NumberOption(name, OptionText.line(name, line), standard, interval);
    }

    /**
     * The same option with another default, as a recipe may have it.
     *
     * @param other within the range
     * @return the option
     * @throws InputException when it is out of range
     */
    public NumberOption byDefault(double other) {
        return new NumberOption(name, description, other, interval);
    }

    private NumberOption within(Interval other) {
        return new NumberOption(name, description, standard, other);
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
    public Double getDefault() {
        return standard;
    }

    @Override
    public String getRange() {
        return "a number" + interval.words();
    }

    @Override
    public Double parse(String text) {
        double number = OptionText.isNumber(text) ? Double.parseDouble(text) : Double.NaN;
        if (!interval.holds(number)) {
            throw OptionText.refused(this, OptionText.quoted(text));
        }
        return number + 0.0;
    }

    @Override
    public Double check(Double value) {
        if (!interval.holds(value)) {
            throw OptionText.refused(this, value);
        }
        return value + 0.0;
    }

    @Override
    public String write(Double value) {
        return OptionText.plain(value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NumberOption option
                && name.equals(option.name)
                && description.equals(option.description)
                && standard == option.standard
                && interval.equals(option.interval);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, description, standard, interval);
    }

    @Override
    public String toString() {
        return name + ": " + getRange() + ", " + write(standard) + " by default";
    }
}
