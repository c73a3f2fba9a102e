package dev.understudy.internal.data;

/** Seeds made from seeds. */
public final class Seeds {

    private Seeds() {}

    /**
     * A seed that follows from several numbers, each of which changes all of it (SplitMix64's finaliser).
     *
     * @param seed the first
     * @param more the others, in order
     * @return the mixed seed
     */
    public static long mix(long seed, long... more) {
        long mixed = finish(seed + 0x9E3779B97F4A7C15L);
        for (long next : more) {
            mixed = finish(mixed + 0x9E3779B97F4A7C15L * (next + 1));
        }
        return mixed;
    }

    private static long finish(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
