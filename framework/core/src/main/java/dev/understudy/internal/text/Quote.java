package dev.understudy.internal.text;

/** What a file says that nobody vouches for, fit to stand in one line. */
public final class Quote {

    private static final int WORD = 80;
    private static final int LINE = 1000;

    private Quote() {}

    /**
     * A word.
     *
     * @param word the word
     * @return in quotation marks, without control characters, cut where it is long
     */
    public static String of(String word) {
        return '"' + readable(word.length() > WORD ? word.substring(0, WORD) + "..." : word) + '"';
    }

    /**
     * A sentence.
     *
     * @param sentence the sentence
     * @return without control characters; where it is long its middle is left out, since reasons stand at either end
     */
    public static String line(String sentence) {
        int half = LINE / 2;
        return sentence.length() > LINE
                ? readable(sentence.substring(0, half) + " ... " + sentence.substring(sentence.length() - half))
                : readable(sentence);
    }

    private static String readable(String text) {
        return text.replaceAll("[\\p{Cc}\u2028\u2029]", "?");
    }
}
