package dev.understudy.objective;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/** Inputs that PyTorch makes too, {@code sin(a i + b)}, and gradients of any function with respect to one of them. */
final class Sines {

    private Sines() {}

    static NDArray of(NDManager manager, double a, double b, long... shape) {
        double[] values = new double[Math.toIntExact(new Shape(shape).size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.sin(a * i + b);
        }
        return manager.create(values, new Shape(shape)).toType(DataType.FLOAT32, false);
    }

    /** A function's gradient, with a collection of memory between the two passes. */
    static float[] gradient(NDArray input, UnaryOperator<NDArray> function) {
        NDArray copy = input.duplicate();
        copy.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray loss = function.apply(copy);
            System.gc();
            collector.backward(loss);
        }
        return copy.getGradient().toFloatArray();
    }

    /** The same by differences of the function's values. */
    static float[] differences(NDArray input, UnaryOperator<NDArray> function) {
        float[] values = input.toFloatArray();
        float[] gradient = new float[values.length];
        float step = 1e-2f;
        for (int i = 0; i < values.length; i++) {
            float[] more = Arrays.copyOf(values, values.length);
            float[] less = Arrays.copyOf(values, values.length);
            more[i] += step;
            less[i] -= step;
            NDManager manager = input.getManager();
            gradient[i] =
                    (function.apply(manager.create(more, input.getShape())).getFloat()
                                    - function.apply(manager.create(less, input.getShape()))
                                            .getFloat())
                            / (2 * step);
        }
        return gradient;
    }
}
