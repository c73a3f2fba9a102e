package dev.understudy.dataset.internal.batch;

import dev.understudy.dataset.Normalization;

/** The numbers that the levels of a byte become. */
final class Levels {

    static final int COUNT = 256;

    private Levels() {}

    /** Channel by channel, the number that each of the 256 levels becomes. */
    static float[] of(Normalization normalization) {
        float[] levels = new float[normalization.mean().size() * COUNT];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = (float) (((i % COUNT) / 255.0 - normalization.mean().get(i / COUNT))
                    / normalization.standardDeviation().get(i / COUNT));
        }
        return levels;
    }
}
