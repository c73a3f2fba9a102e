package dev.understudy.experiment;

import org.jspecify.annotations.Nullable;

/**
 * A recipe's place in a table.
 *
 * @param row the row
 * @param column the column
 * @param recipe what the experiment calls it
 * @param paper the paper's accuracy in percent; null where it has none
 */
public record TablePlace(
        String row, String column, String recipe, @Nullable Double paper) {

    /** The column of a table that has one. */
    public static final String ACCURACY = "accuracy";

    /**
     * A row of its own.
     *
     * @param recipe what the experiment calls it
     * @return the place
     */
    public static TablePlace of(String recipe) {
        return new TablePlace(recipe, ACCURACY, recipe, null);
    }
}
