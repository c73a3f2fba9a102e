package dev.understudy.cli;

import org.jspecify.annotations.Nullable;

/**
 * A recipe's place in a table.
 *
 * @param row the row
 * @param column the column
 * @param word the recipe with its options
 * @param paper the paper's accuracy in percent; null where it has none
 */
record Place(
        String row,
        String column,
        RecipeWord word,
        @Nullable Double paper) {}
