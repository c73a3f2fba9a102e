package dev.understudy.cli.run;

import dev.understudy.cli.option.RecipeArgument;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The recipes of a run or a comparison, by what the experiment calls them. */
final class RecipeWords {

    private final Map<String, RecipeArgument> known = new LinkedHashMap<>();

    RecipeWords(List<RecipeArgument> words) {
        words.forEach(this::add);
    }

    void add(RecipeArgument word) {
        known.put(word.word(), word);
    }

    RecipeArgument get(String recipe) {
        return Objects.requireNonNull(known.get(recipe), recipe);
    }
}
