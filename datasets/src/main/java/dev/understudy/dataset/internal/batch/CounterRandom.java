package dev.understudy.dataset.internal.batch;

/** Random numbers that are a function of a few counters, so that any one can be had without those before it. */
public final class CounterRandom {
    private static final long STEP = 0x9E3779B97F4A7C15L;
    private static final double UNIT = 0x1.0p-53;

    private CounterRandom() {}

    /** 64 well mixed bits of three numbers: the finaliser of SplitMix64, applied once for each. */
    public static long bits(long a, long b, long c) {
        return finish(finish(finish(a + STEP) + b + STEP) + c + STEP);
    }

    private static long finish(long bits) {
        long z = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** A number from 0 to bound - 1, from the upper 31 bits. */
    public static int below(int bound, long bits) {
        return (int) (((bits >>> 33) * bound) >>> 31);
    }

    /** A number in [0, 1), from the upper 53 bits. */
    public static double unit(long bits) {
        return (bits >>> 11) * UNIT;
    }

    /** The numbers from 0 to size - 1 in an order that is a function of seed and round. */
    public static int[] permutation(int size, long seed, long round) {
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            int j = below(i + 1, bits(seed, round, i));
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
