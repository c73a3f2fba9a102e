package dev.understudy.objective;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.GradientCollector;
import java.util.Arrays;

/** A comparison's value and its gradient with respect to the student, both from the engine. */
public final class Slope {

    private final double value;
    private final double[] gradient;

    private Slope(double value, double[] gradient) {
        this.value = value;
        this.gradient = gradient;
    }

    public static Slope of(Discrepancy comparison, Numbers student, Numbers target) {
        return of(comparison, student, target, DataType.FLOAT32, () -> {});
    }

    /** With something that happens between the forward and the backward pass. */
    public static Slope of(Discrepancy comparison, Numbers student, Numbers target, DataType type, Runnable between) {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray own = student.on(manager, type);
            NDArray other = target.on(manager, type);
            own.setRequiresGradient(true);
            NDArray loss;
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                loss = comparison.distance(own, other);
                between.run();
                collector.backward(loss);
            }
            assertEquals(loss.getDataType(), type);
            return new Slope(scalar(loss), doubles(own.getGradient()));
        }
    }

    public static double valueOf(Discrepancy comparison, Numbers student, Numbers target) {
        return valueOf(comparison, student, target, DataType.FLOAT32);
    }

    public static double valueOf(Discrepancy comparison, Numbers student, Numbers target, DataType type) {
        try (NDManager manager = NDManager.newBaseManager()) {
            return scalar(comparison.distance(student.on(manager, type), target.on(manager, type)));
        }
    }

    public double value() {
        return value;
    }

    public double gradient(int index) {
        return gradient[index];
    }

    /** How many numbers the gradient has. */
    public int size() {
        return gradient.length;
    }

    /** The largest number of the gradient, without its sign. */
    public double steepest() {
        return Arrays.stream(gradient).map(Math::abs).max().orElseThrow();
    }

    public void assertFinite() {
        assertTrue(Double.isFinite(value), "value " + value);
        assertTrue(Arrays.stream(gradient).allMatch(Double::isFinite), "gradient " + Arrays.toString(gradient));
    }

    public void assertSameBits(Slope other) {
        assertEquals(value, other.value);
        assertEquals(gradient, other.gradient);
    }

    private static double scalar(NDArray loss) {
        double[] numbers = doubles(loss);
        assertEquals(numbers.length, 1);
        return numbers[0];
    }

    private static double[] doubles(NDArray array) {
        return array.toType(DataType.FLOAT64, false).toDoubleArray();
    }
}
