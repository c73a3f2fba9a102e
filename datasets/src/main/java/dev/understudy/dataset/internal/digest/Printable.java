package dev.understudy.dataset.internal.digest;

/** Text from files, for one line of a terminal. */
public final class Printable {

    private Printable() {}

    /** Without characters that steer a terminal. */
    public static String of(String text) {
        return text.replaceAll("\\p{Cc}", "?");
    }
}
