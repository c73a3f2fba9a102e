package dev.understudy.internal;

/** What a file says that nobody vouches for, fit to stand in one line. */
final class Quoted {

    private static final int WORD = 80;
    private static final int LINE = 300;

    private Quoted() {}

    /** A word, in quotation marks. */
    static String of(String word) {
        return '"' + shown(word, WORD) + '"';
    }

    /** A sentence. */
    static String line(String sentence) {
        return shown(sentence, LINE);
    }

    private static String shown(String text, int most) {
        String shown = text.length() > most ? text.substring(0, most) + "..." : text;
        return shown.replaceAll("[\\p{Cc}\u2028\u2029]", "?");
    }
}
