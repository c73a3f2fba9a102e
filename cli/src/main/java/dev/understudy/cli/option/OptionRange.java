package dev.understudy.cli.option;

import dev.understudy.InputException;
import dev.understudy.recipe.Task;

/** Refuses numbers that no option can have. */
public final class OptionRange {

    private static final int MOST_BATCH = 65_536;
    private static final int MOST_THREADS = 1024;

    private OptionRange() {}

    /**
     * Any option's number.
     *
     * @param option its name
     * @param fine whether the number is one that it can have
     * @param wanted which those are, in words
     * @param got the number
     */
    public static void check(String option, boolean fine, String wanted, Object got) {
        if (!fine) {
            throw new InputException(option + " must be " + wanted + ", got " + got);
        }
    }

    /** A width that networks can have. */
    static void width(String option, double width) {
        check(option, width > 0 && width <= Task.MOST_WIDTH, "above 0 and at most " + Task.MOST_WIDTH, width);
    }

    /** How many images are shown at once. */
    public static void batch(int batch) {
        check("--batch", batch >= 1 && batch <= MOST_BATCH, "from 1 to " + MOST_BATCH, batch);
    }

    /** How many threads an engine works with. */
    public static void threads(int threads) {
        check(
                "--threads",
                threads >= 0 && threads <= MOST_THREADS,
                "from 1 to " + MOST_THREADS + ", or 0 for one for each core",
                threads);
    }
}
