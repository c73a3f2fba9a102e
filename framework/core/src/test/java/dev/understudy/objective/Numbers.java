package dev.understudy.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntUnaryOperator;

/** An array's numbers before an engine holds them. */
public final class Numbers {

    private final Shape shape;
    private final double[] values;

    private Numbers(Shape shape, double[] values) {
        this.shape = shape;
        this.values = values;
    }

    public static Numbers of(Shape shape, double... values) {
        return new Numbers(shape, values.clone());
    }

    /** Normally distributed numbers that float32 holds exactly. */
    public static Numbers normal(long seed, long... shape) {
        Random random = new Random(seed);
        Shape whole = new Shape(shape);
        double[] values = new double[Math.toIntExact(whole.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return new Numbers(whole, values);
    }

    public Numbers map(DoubleUnaryOperator change) {
        double[] changed = values.clone();
        for (int i = 0; i < changed.length; i++) {
            changed[i] = change.applyAsDouble(changed[i]);
        }
        return new Numbers(shape, changed);
    }

    /** The same but for one number. */
    public Numbers plus(int index, double summand) {
        double[] changed = values.clone();
        changed[index] += summand;
        return new Numbers(shape, changed);
    }

    /** The channels of {@code [batch, N, H, W]} in another order. */
    public Numbers channelsFrom(IntUnaryOperator order) {
        int channels = (int) shape.get(1);
        int locations = (int) shape.get(2) * (int) shape.get(3);
        return from(i -> {
            int channel = i / locations % channels;
            return i + (order.applyAsInt(channel) - channel) * locations;
        });
    }

    /** The locations of {@code [batch, N, H, W]} in another order. */
    public Numbers locationsFrom(IntUnaryOperator order) {
        int locations = (int) shape.get(2) * (int) shape.get(3);
        return from(i -> i - i % locations + order.applyAsInt(i % locations));
    }

    public NDArray on(NDManager manager, DataType type) {
        return manager.create(values, shape).toType(type, false);
    }

    public double get(int index) {
        return values[index];
    }

    public int size() {
        return values.length;
    }

    public Shape shape() {
        return shape;
    }

    private Numbers from(IntUnaryOperator index) {
        double[] moved = new double[values.length];
        for (int i = 0; i < moved.length; i++) {
            moved[i] = values[index.applyAsInt(i)];
        }
        return new Numbers(shape, moved);
    }
}
