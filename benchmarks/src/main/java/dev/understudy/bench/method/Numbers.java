package dev.understudy.bench.method;

import ai.djl.ndarray.types.Shape;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;

/** Numbers that are the same in each run. */
final class Numbers {

    private Numbers() {}

    /** Normal with the mean 0. */
    static float[] normal(Shape shape, long seed, double deviation) {
        Random random = new Random(seed);
        float[] values = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (deviation * random.nextGaussian());
        }
        return values;
    }

    /** Makes others of them. */
    static void replace(float[] numbers, DoubleUnaryOperator change) {
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) change.applyAsDouble(numbers[i]);
        }
    }

    /** From 0 to below 1, symmetric, with a diagonal of zeros, {@code [side, side]}. */
    static float[] distances(int side, long seed) {
        Random random = new Random(seed);
        float[] values = new float[side * side];
        for (int i = 0; i < side; i++) {
            for (int j = 0; j < i; j++) {
                values[i * side + j] = random.nextFloat();
                values[j * side + i] = values[i * side + j];
            }
        }
        return values;
    }
}
