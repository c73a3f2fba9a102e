package dev.understudy.report.internal.notes;

import dev.understudy.report.Difference;
import java.util.Collection;
import java.util.Optional;

/**
 * What the seeds say of a recipe beside the student alone. It is the one rule of what is bold, everywhere: a number is
 * bold where its verdict is {@link #BETTER}, and nowhere else.
 */
public enum Verdict {
    /** The whole interval of the difference lies above 0. */
    BETTER,
    /** The whole interval lies below 0. */
    WORSE,
    /** The interval holds 0, or there is none. */
    UNDECIDED;

    public static Verdict of(Difference toAlone) {
        if (toAlone.low() == null || toAlone.high() == null) {
            return UNDECIDED;
        }
        return toAlone.low() > 0 ? BETTER : toAlone.high() < 0 ? WORSE : UNDECIDED;
    }

    public static boolean isBold(Optional<Difference> toAlone) {
        return toAlone.filter(difference -> of(difference) == BETTER).isPresent();
    }

    /**
     * The rule as it stands beneath each table.
     *
     * @param isAlone whether there is a student alone to compare with
     * @param toAlone the differences to it that the table has
     */
    public static String words(boolean isAlone, Collection<Optional<Difference>> toAlone) {
        if (!isAlone) {
            return "Nothing is bold: there is no student alone to compare with.";
        }
        return toAlone.stream().flatMap(Optional::stream).anyMatch(difference -> difference.low() != null)
                ? "Bold: better than the student alone. The whole 95 % interval of the mean difference,"
                        + " paired by seed, lies above 0."
                : "Nothing is bold: no recipe has two seeds or more in common with the student alone, so no difference"
                        + " can be told from chance.";
    }
}
