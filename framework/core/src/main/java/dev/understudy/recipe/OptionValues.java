package dev.understudy.recipe;

import dev.understudy.InputException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What was chosen of a recipe's options: a value for each, its default unless another one was given. Immutable: each
 * choice returns new values.
 */
public final class OptionValues {

    private final String recipe;
    private final Map<String, Chosen<?>> chosen;

    private OptionValues(String recipe, Map<String, Chosen<?>> chosen) {
        this.recipe = recipe;
        this.chosen = chosen;
    }

    /** An option as the recipe declares it, and its value. */
    private record Chosen<T>(RecipeOption<T> option, T value) {

        static <T> Chosen<T> standard(RecipeOption<T> option) {
            return new Chosen<>(option, option.getDefault());
        }

        Chosen<T> parsed(String text) {
            return new Chosen<>(option, option.parse(text));
        }

        String text() {
            return option.write(value);
        }
    }

    /**
     * A recipe's defaults: those of {@link CommonOptions} first, unless it lists them among its own.
     *
     * @param recipe whose
     * @return its values
     * @throws InputException when it declares two options of one name
     */
    public static OptionValues of(Recipe recipe) {
        Map<String, Chosen<?>> all = new LinkedHashMap<>();
        List<String> own = recipe.options().stream().map(RecipeOption::getName).toList();
        for (RecipeOption<?> common : CommonOptions.ALL) {
            if (!own.contains(common.getName())) {
                all.put(common.getName(), Chosen.standard(common));
            }
        }
        for (RecipeOption<?> option : recipe.options()) {
            if (all.put(option.getName(), Chosen.standard(option)) != null) {
                throw new InputException(
                        "Recipe \"" + recipe.name() + "\" declares the option \"" + option.getName() + "\" twice");
            }
        }
        OptionValues values = new OptionValues(recipe.name(), all);
        CommonOptions.ALL.forEach(values::get);
        return values;
    }

    /**
     * The value of an option.
     *
     * @param option as the recipe declares it, whatever the default
     * @param <T> its type
     * @return what was chosen, or the default
     * @throws InputException when the recipe does not declare it, or as one of another type
     */
    @SuppressWarnings("unchecked")
    public <T> T get(RecipeOption<T> option) {
        Chosen<?> found = chosen.get(option.getName());
        if (found == null) {
            throw new InputException("Recipe \"" + recipe + "\" reads the option \"" + option.getName()
                    + "\", which it does not declare; it declares " + chosen.keySet());
        }
        if (!isSame(found.option, option)) {
            throw new InputException("Recipe \"" + recipe + "\" declares the option \"" + option.getName() + "\" as "
                    + found.option.getRange() + " and uses it as " + option.getRange());
        }
        return (T) found.value;
    }

    /** Of one type; the ranges may differ. */
    private static boolean isSame(RecipeOption<?> one, RecipeOption<?> other) {
        if (one instanceof ChoiceOption<?> choice && other instanceof ChoiceOption<?> another) {
            return choice.type() == another.type();
        }
        return one.getClass() == other.getClass();
    }

    /**
     * With another value.
     *
     * @param option one that the recipe declares
     * @param value within its range
     * @param <T> its type
     * @return new values
     * @throws InputException when it is out of range, or there is no such option
     */
    @SuppressWarnings("unchecked")
    public <T> OptionValues with(RecipeOption<T> option, T value) {
        RecipeOption<T> declared = (RecipeOption<T>) declared(option.getName()).option;
        get(option);
        return with(new Chosen<>(declared, declared.check(value)));
    }

    /**
     * With another value, as it is typed.
     *
     * @param name of an option that the recipe declares
     * @param text its value
     * @return new values
     * @throws InputException when it is of another type or out of range, or there is no such option
     */
    public OptionValues with(String name, String text) {
        return with(declared(name).parsed(text));
    }

    private OptionValues with(Chosen<?> other) {
        Map<String, Chosen<?>> changed = new LinkedHashMap<>(chosen);
        changed.put(other.option.getName(), other);
        return new OptionValues(recipe, changed);
    }

    private Chosen<?> declared(String name) {
        Chosen<?> found = chosen.get(name);
        if (found == null) {
            throw new InputException("Recipe \"" + recipe + "\" has no option \"" + name + "\"; it has "
                    + chosen.values().stream()
                            .map(each -> each.option.getName() + " (" + each.option.getRange() + ")")
                            .collect(Collectors.joining(", ")));
        }
        return found;
    }

    /**
     * How many epochs the student learns its labels.
     *
     * @return 1 or more
     */
    public int getEpochs() {
        return get(CommonOptions.EPOCHS);
    }

    /**
     * With another length.
     *
     * @param epochs 1 or more
     * @return new values
     */
    public OptionValues epochs(int epochs) {
        return with(CommonOptions.EPOCHS, epochs);
    }

    /**
     * The first learning rate of every stage.
     *
     * @return above 0
     */
    public double getLearningRate() {
        return get(CommonOptions.LEARNING_RATE);
    }

    /**
     * With another learning rate.
     *
     * @param rate above 0
     * @return new values
     */
    public OptionValues learningRate(double rate) {
        return with(CommonOptions.LEARNING_RATE, rate);
    }

    /**
     * Whose they are.
     *
     * @return the recipe's name
     */
    public String getRecipe() {
        return recipe;
    }

    /**
     * The options.
     *
     * @return in their order
     */
    public List<RecipeOption<?>> getOptions() {
        return chosen.values().stream().<RecipeOption<?>>map(Chosen::option).toList();
    }

    /**
     * The values as they are written, for the record.
     *
     * @return by the options' names, in their order
     */
    public Map<String, String> getTexts() {
        Map<String, String> texts = new LinkedHashMap<>();
        chosen.forEach((name, each) -> texts.put(name, each.text()));
        return texts;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OptionValues values && recipe.equals(values.recipe) && chosen.equals(values.chosen);
    }

    @Override
    public int hashCode() {
        return Objects.hash(recipe, chosen);
    }

    @Override
    public String toString() {
        return recipe + " " + getTexts();
    }
}
