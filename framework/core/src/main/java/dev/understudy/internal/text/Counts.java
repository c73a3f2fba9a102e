package dev.understudy.internal.text;

/** Numbers of things, as one says them. */
public final class Counts {

    private Counts() {}

    /**
     * A number and its noun.
     *
     * @param count how many
     * @param noun what one of them is called; several by an s
     * @return such as {@code 1 seed} or {@code 3 seeds}
     */
    public static String of(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
