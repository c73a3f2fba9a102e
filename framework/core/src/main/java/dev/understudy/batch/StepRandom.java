package dev.understudy.batch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.understudy.InputException;
import dev.understudy.internal.data.Seeds;

/**
 * The random numbers of one step. They follow from the seed alone: a training that goes on from a checkpoint draws the
 * same ones, and so does a student in a group. They are made on the processor; an array of them goes to the device at
 * once. The engine's own generator is not touched.
 */
public final class StepRandom {

    private static final double UNIT = 0x1.0p-53;

    private final long seed;
    private long drawn;

    private StepRandom(long seed) {
        this.seed = seed;
    }

    /**
     * The numbers of a seed, from the first one on.
     *
     * @param seed any number
     * @return the numbers
     */
    public static StepRandom of(long seed) {
        return new StepRandom(seed);
    }

    private long bits() {
        return Seeds.mix(seed, drawn++);
    }

    /**
     * A number from 0 (inclusive) to 1 (exclusive), all alike.
     *
     * @return the number
     */
    public double nextDouble() {
        return (bits() >>> 11) * UNIT;
    }

    /**
     * A whole number, all alike.
     *
     * @param bound 1 or more
     * @return from 0 to bound - 1
     * @throws InputException where the bound is below 1
     */
    public int nextInt(int bound) {
        if (bound < 1) {
            throw new InputException(
                    "A whole number below a bound was wanted; the bound must be 1 or more, got " + bound);
        }
        return (int) (((bits() >>> 33) * bound) >>> 31);
    }

    /**
     * A number of the normal distribution with mean 0 and variance 1 (Box and Muller).
     *
     * @return the number
     */
    public double nextNormal() {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - nextDouble()));
        return radius * StrictMath.cos(2 * Math.PI * nextDouble());
    }

    /**
     * A number of the beta distribution.
     *
     * @param a above 0
     * @param b above 0
     * @return from 0 to 1
     * @throws InputException where a parameter is not above 0
     */
    public double nextBeta(double a, double b) {
        if (!(a > 0 && b > 0) || Double.isInfinite(a) || Double.isInfinite(b)) {
            throw new InputException("Beta(a, b) needs parameters above 0, got " + a + " and " + b);
        }
        // In logarithms, since for small parameters both numbers may be too small for a double.
        double first = logOfGamma(a);
        double second = logOfGamma(b);
        return 1 / (1 + StrictMath.exp(second - first));
    }

    /** The logarithm of a number of the gamma distribution (Marsaglia and Tsang 2000). */
    private double logOfGamma(double shape) {
        if (shape < 1) {
            return logOfGamma(shape + 1) + StrictMath.log(1 - nextDouble()) / shape;
        }
        double d = shape - 1.0 / 3;
        while (true) {
            double normal = nextNormal();
            double root = 1 + normal / StrictMath.sqrt(9 * d);
            if (root > 0) {
                double cube = root * root * root;
                if (StrictMath.log(1 - nextDouble())
                        < 0.5 * normal * normal + d - d * cube + d * StrictMath.log(cube)) {
                    return StrictMath.log(d * cube);
                }
            }
        }
    }

    /**
     * Whole numbers in a random order.
     *
     * @param size how many, 0 or more
     * @return the numbers from 0 to size - 1
     */
    public int[] permutation(int size) {
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            int j = nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    /**
     * An array of {@link #nextDouble}.
     *
     * @param manager its device is where the array lies
     * @param shape its shape
     * @return float32
     */
    public NDArray uniform(NDManager manager, Shape shape) {
        float[] numbers = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < numbers.length; i++) {
            // From the upper 24 bits, so that no number is rounded up to 1.
            numbers[i] = (bits() >>> 40) * 0x1.0p-24f;
        }
        return manager.create(numbers, shape);
    }

    /**
     * An array of {@link #nextNormal}.
     *
     * @param manager its device is where the array lies
     * @param shape its shape
     * @return float32
     */
    public NDArray normal(NDManager manager, Shape shape) {
        float[] numbers = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) nextNormal();
        }
        return manager.create(numbers, shape);
    }

    /**
     * An array of {@link #nextInt}.
     *
     * @param manager its device is where the array lies
     * @param bound 1 or more
     * @param shape its shape
     * @return int64, from 0 to bound - 1
     */
    public NDArray integers(NDManager manager, int bound, Shape shape) {
        long[] numbers = new long[Math.toIntExact(shape.size())];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = nextInt(bound);
        }
        return manager.create(numbers, shape);
    }
}
