package dev.understudy.bench.group;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.understudy.cli.run.Timer;
import dev.understudy.objective.Discrepancy;
import java.util.Random;

/** One loss between two activations, with its gradient. */
public final class LossWork implements Timer.Work {

    private final Discrepancy loss;
    private final NDManager owner;
    private final NDArray student;
    private final NDArray target;

    public LossWork(Discrepancy loss, Shape shape, NDManager owner) {
        this.loss = loss;
        this.owner = owner;
        student = activation(shape, 1, owner);
        target = activation(shape, 2, owner);
        student.setRequiresGradient(true);
    }

    /** Value and gradient, once; the gradients of several runs add up. */
    @Override
    public void run() {
        value();
    }

    public float value() {
        try (NDManager scope = owner.newSubManager();
                GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray own = student.reshape(student.getShape());
            NDArray other = target.stopGradient();
            own.attach(scope);
            other.attach(scope);
            NDArray value = loss.distance(own, other);
            collector.backward(value);
            return value.getFloat();
        }
    }

    public float[] gradient() {
        try (NDArray gradient = student.getGradient()) {
            return gradient.toFloatArray();
        }
    }

    /** Like a layer's output behind its ReLU: half of it zero. */
    private static NDArray activation(Shape shape, long seed, NDManager owner) {
        Random random = new Random(seed);
        float[] values = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.max(0, random.nextGaussian());
        }
        return owner.create(values, shape);
    }
}
