package dev.understudy.cli.run;

import dev.understudy.cli.option.RecipeArgument;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The recipes of a run or a comparison, by what the experiment calls them. */
final class RecipeArguments {

    private final Map<String, RecipeArgument> known = new LinkedHashMap<>();

    RecipeArguments(List<RecipeArgument> arguments) {
        arguments.forEach(this::add);
    }

    void add(RecipeArgument argument) {
        known.put(argument.text(), argument);
    }

    RecipeArgument get(String recipe) {
        return Objects.requireNonNull(known.get(recipe), recipe);
    }
}
