package dev.understudy.cli.run;

import dev.understudy.cli.option.RecipeArgument;
import org.jspecify.annotations.Nullable;

/**
 * A recipe's place in a table.
 *
 * @param row the row
 * @param column the column
 * @param argument the recipe with its options
 * @param paper the paper's accuracy in percent; null where it has none
 */
public record RecipePlace(
        String row,
        String column,
        RecipeArgument argument,
        @Nullable Double paper) {}
