package dev.understudy.recipe;

import java.util.Objects;

/** A recipe's option that is on or off. */
public final class YesNoOption implements RecipeOption<Boolean> {

    private static final String YES = "yes";
    private static final String NO = "no";

    private final String name;
    private final boolean standard;
    private final String description;

    YesNoOption(String name, boolean standard, String description) {
        this.name = OptionText.name(name);
        this.standard = standard;
        this.description = description;
    }

    /**
     * What it does.
     *
     * @param line one line, without a full stop
     * @return the option
     */
    public YesNoOption describedAs(String line) {
        return new YesNoOption(name, standard, OptionText.line(name, line));
    }

    /**
     * The same option with another default, as a recipe may have it.
     *
     * @param other yes or no
     * @return the option
     */
    public YesNoOption byDefault(boolean other) {
        return new YesNoOption(name, other, description);
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
    public Boolean getDefault() {
        return standard;
    }

    @Override
    public String getRange() {
        return YES + " or " + NO;
    }

    @Override
    public Boolean parse(String text) {
        boolean yes = text.equalsIgnoreCase(YES);
        if (!yes && !text.equalsIgnoreCase(NO)) {
            throw OptionText.refused(this, OptionText.quoted(text));
        }
        return yes;
    }

    @Override
    public Boolean check(Boolean value) {
        return value;
    }

    @Override
    public String write(Boolean value) {
        return value ? YES : NO;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof YesNoOption option
                && name.equals(option.name)
                && standard == option.standard
                && description.equals(option.description);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, standard, description);
    }

    @Override
    public String toString() {
        return name + ": " + getRange() + ", " + write(standard) + " by default";
    }
}
