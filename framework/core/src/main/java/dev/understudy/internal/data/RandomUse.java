package dev.understudy.internal.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.util.RandomUtils;
import java.util.Arrays;

/**
 * The engine's generator of random numbers, of which there is one for all threads: it can be shared by students that
 * work side by side only as long as none of them draws from it.
 *
 * @param manager of the engine
 */
public record RandomUse(NDManager manager) {

    private static final int SEED = 20_210_001;

    /**
     * Begins anew.
     *
     * @param seed of what is drawn from now on
     */
    public void seed(long seed) {
        manager.getEngine().setRandomSeed((int) seed);
    }

    /**
     * Whether some work draws random numbers.
     *
     * @param seed what the generator is seeded with before the work
     * @param work the work
     * @return true where it does
     */
    public boolean isUsedBy(long seed, Runnable work) {
        seed(seed);
        float[] untouched = draw();
        seed(seed);
        work.run();
        return !Arrays.equals(untouched, draw());
    }

    /** The same with any seed, for work that is known to draw nothing. */
    public boolean isUsedBy(Runnable work) {
        return isUsedBy(SEED, work);
    }

    private float[] draw() {
        try (NDArray drawn = manager.randomUniform(0, 1, new Shape(1))) {
            return new float[] {drawn.getFloat(), RandomUtils.nextFloat()};
        }
    }
}
