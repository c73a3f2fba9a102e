package dev.understudy.internal;

/** What a file says that nobody vouches for, fit to stand in one line. */
public final class Quoted {

    private static final int WORD = 80;
    private static final int LINE = 300;

    private Quoted() {}

    /**
     * A word.
     *
     * @param word the word
     * @return in quotation marks, without control characters, cut where it is long
     */
    public static String of(String word) {
        return '"' + shown(word, WORD) + '"';
    }

    /**
     * A sentence.
     *
     * @param sentence the sentence
     * @return without control characters, cut where it is long
     */
    public static String line(String sentence) {
        return shown(sentence, LINE);
    }

    private static String shown(String text, int most) {
        String shown = text.length() > most ? text.substring(0, most) + "..." : text;
        return shown.replaceAll("[\\p{Cc}\u2028\u2029]", "?");
    }
}
