package dev.understudy.result;

/**
 * A student that a comparison lacks, since its training could not go on.
 *
 * @param row the row it would stand in
 * @param column the column it would stand in
 * @param recipe the recipe with its options as the user names it
 * @param seed its seed
 * @param reason what happened, in one line
 */
public record MissingStudent(String row, String column, String recipe, long seed, String reason) {}
