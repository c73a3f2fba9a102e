package dev.understudy.dataset;

/**
 * Between which two numbers one is drawn, all alike.
 *
 * @param least the smallest
 * @param most the largest, as large as the smallest or larger
 */
public record Range(double least, double most) {

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException where one is not finite, or the first is above the second
     */
    public Range {
        if (!(Double.isFinite(least) && Double.isFinite(most) && least <= most)) {
            throw new IllegalArgumentException(
                    "Wanted a range from a number to one as large or larger, got " + least + " to " + most);
        }
    }
}
