package dev.understudy.source;

import dev.understudy.InputException;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of the samples of a fixed augmentation, whole batches of it: what one process shows a teacher at a time. Words
 * and numbers, so that other machines can be told.
 *
 * @param augmentation its number, from 0
 * @param begin the first sample, from 0
 * @param end the sample after the last
 */
public record OutputRange(int augmentation, int begin, int end) implements Comparable<OutputRange> {

    private static final Pattern TEXT = Pattern.compile("(\\d{1,9}):(\\d{1,9})-(\\d{1,9})");

    private static final Comparator<OutputRange> ORDER = Comparator.comparingInt(OutputRange::augmentation)
            .thenComparingInt(OutputRange::begin)
            .thenComparingInt(OutputRange::end);

    /** Refuses a range of nothing. */
    public OutputRange {
        if (augmentation < 0 || begin < 0 || end <= begin) {
            throw new InputException("Wanted a range of one sample or more of an augmentation, got samples " + begin
                    + " to " + end + " of augmentation " + augmentation);
        }
    }

    /**
     * Reads what {@link #text} writes.
     *
     * @param text such as {@code 0:512-1024}
     * @return the range
     * @throws InputException where it is none
     */
    public static OutputRange of(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new InputException("Wanted a range such as 0:512-1024, got \"" + text + "\"");
        }
        return new OutputRange(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)));
    }

    /**
     * In one word.
     *
     * @return such as {@code 0:512-1024}: augmentation 0, samples 512 to 1023
     */
    public String text() {
        return augmentation + ":" + begin + "-" + end;
    }

    /**
     * How many samples it has.
     *
     * @return 1 or more
     */
    public int size() {
        return end - begin;
    }

    // By augmentation, then by samples.
    @Override
    public int compareTo(OutputRange other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return text();
    }
}
