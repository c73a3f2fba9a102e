package dev.understudy.bench;

/**
 * What a row of a benchmark is to reach.
 *
 * @param of which of the row's numbers
 * @param bound from which side
 * @param value the limit, itself still good
 */
public record Target(Of of, Bound bound, double value) {

    /** A number of a row. */
    public enum Of {
        /** The second way's median over the first's. */
        RATIO,
        /** The first way's median, in the row's unit. */
        FIRST
    }

    /** A side of a limit. */
    public enum Bound {
        /** The number is not to be smaller. */
        AT_LEAST,
        /** The number is not to be larger. */
        AT_MOST
    }

    /**
     * A least ratio.
     *
     * @param value the limit
     * @return the target
     */
    public static Target ratioAtLeast(double value) {
        return new Target(Of.RATIO, Bound.AT_LEAST, value);
    }

    /**
     * A largest ratio.
     *
     * @param value the limit
     * @return the target
     */
    public static Target ratioAtMost(double value) {
        return new Target(Of.RATIO, Bound.AT_MOST, value);
    }

    /**
     * The most that the first way may take.
     *
     * @param value the limit, in the row's unit
     * @return the target
     */
    public static Target firstAtMost(double value) {
        return new Target(Of.FIRST, Bound.AT_MOST, value);
    }

    /**
     * Whether a row reaches it.
     *
     * @param row the row
     * @return true where the number is on the good side
     */
    public boolean reached(BenchRow row) {
        double number = of == Of.RATIO ? row.ratio() : row.first().median();
        return bound == Bound.AT_LEAST ? number >= value : number <= value;
    }
}
