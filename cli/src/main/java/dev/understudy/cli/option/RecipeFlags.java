package dev.understudy.cli.option;

import dev.understudy.InputException;
import dev.understudy.recipe.OptionValues;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.RecipeOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Options that were given to all recipes of a command, such as {@code --temperature 3}: each recipe that has one of the
 * name takes it.
 *
 * @param given texts by the options' names
 * @param defaults a recipe's options where none of them is given
 */
public record RecipeFlags(Map<String, String> given, Function<Recipe, OptionValues> defaults) {

    /** Keeps a copy. */
    public RecipeFlags {
        given = new LinkedHashMap<>(given);
    }

    /** Where nothing else is said, each recipe's own defaults hold. */
    public RecipeFlags(Map<String, String> given) {
        this(given, Recipe::defaults);
    }

    /** A recipe's defaults with what was given of them. */
    public OptionValues valuesFor(Recipe recipe) {
        OptionValues values = defaults.apply(recipe);
        for (RecipeOption<?> option : values.getOptions()) {
            String text = given.get(option.getName());
            if (text != null) {
                values = with(values, option, text);
            }
        }
        return values;
    }

    private static OptionValues with(OptionValues values, RecipeOption<?> option, String text) {
        try {
            return values.with(option.getName(), text);
        } catch (InputException e) {
            throw new InputException(
                    flag(option.getName()) + " must be " + option.getRange() + ", got \"" + text + "\"", e);
        }
    }

    /** Refuses what none of some recipes has. */
    void refuseUnused(Collection<RecipeArgument> arguments) {
        Map<String, Set<String>> recipes = new LinkedHashMap<>();
        Set<String> there = new LinkedHashSet<>();
        for (RecipeArgument argument : arguments) {
            List<String> names = argument.values().getOptions().stream()
                    .map(RecipeOption::getName)
                    .toList();
            there.addAll(names);
            recipes.computeIfAbsent(
                            names.stream().map(RecipeFlags::flag).collect(Collectors.joining(", ")),
                            each -> new LinkedHashSet<>())
                    .add(argument.recipe().name());
        }
        for (String name : given.keySet()) {
            if (!there.contains(name)) {
                List<String> each = new ArrayList<>();
                recipes.forEach((flags, of) -> each.add(String.join(", ", of) + " with " + flags));
                throw new InputException(
                        flag(name) + ": none of these recipes has this option; there are " + String.join("; ", each));
            }
        }
    }

    /** What holds for some recipes without options of their own, for the record; several values where they differ. */
    Map<String, String> settings(Collection<RecipeArgument> arguments) {
        Map<String, Set<String>> values = new LinkedHashMap<>();
        for (RecipeArgument argument : arguments) {
            valuesFor(argument.recipe()).getTexts().forEach((name, text) -> values.computeIfAbsent(
                            name, each -> new LinkedHashSet<>())
                    .add(text));
        }
        Map<String, String> settings = new LinkedHashMap<>();
        values.forEach((name, texts) -> settings.put(name, String.join(", ", texts)));
        return settings;
    }

    static String flag(String name) {
        return "--" + name;
    }
}
