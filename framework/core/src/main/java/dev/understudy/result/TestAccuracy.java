package dev.understudy.result;

import dev.understudy.internal.text.Checks;

/**
 * How often a network is right on the test split, in percent.
 *
 * @param last after the last epoch: the number to quote
 * @param best at the best epoch, which only the test split itself can tell: an optimistic number
 */
public record TestAccuracy(double last, double best) {
    /** Refuses what is no percentage, and a best below the last. */
    public TestAccuracy {
        Checks.percent("last", last);
        Checks.percent("best", best);
        if (best < last) {
            throw new IllegalArgumentException("best: wanted at least the last, " + last + ", got " + best);
        }
    }
}
