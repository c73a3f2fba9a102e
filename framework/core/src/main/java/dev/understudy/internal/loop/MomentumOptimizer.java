package dev.understudy.internal.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.optimizer.Optimizer;
import dev.understudy.Sgd;
import dev.understudy.internal.gradient.OutsideAutograd;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@link Sgd} as a DJL optimizer that owns its velocities and can let go of them. */
@OutsideAutograd
final class MomentumOptimizer extends Optimizer implements AutoCloseable {

    private final NDManager manager;
    private final NDArray momentum;
    private final NDArray decay;
    private final Set<String> decays = new HashSet<>();
    private final Map<String, NDArray> velocities = new HashMap<>();
    private double learningRate;
    private @Nullable Throwable failure;

    private MomentumOptimizer(Builder builder, Sgd settings, NDManager manager, Set<Parameter> parameters) {
        super(builder);
        this.manager = manager.newSubManager();
        this.momentum = this.manager.full(new Shape(1), (float) settings.momentum());
        this.decay = this.manager.full(new Shape(1), (float) settings.weightDecay());
        for (Parameter parameter : parameters) {
            if (settings.weightDecay() > 0 && (settings.decayAll() || parameter.getType() == Parameter.Type.WEIGHT)) {
                decays.add(parameter.getId());
            }
        }
    }

    static MomentumOptimizer of(Sgd settings, NDManager manager, Set<Parameter> parameters) {
        return new MomentumOptimizer(new Builder(), settings, manager, parameters);
    }

    void learningRate(double rate) {
        learningRate = rate;
    }

    @Override
    public void update(String parameterId, NDArray weight, NDArray grad) {
        try {
            move(parameterId, weight, grad);
        } catch (RuntimeException | Error e) {
            failure = e;
            throw e;
        }
    }

    /** Throws what an update threw: MXNet calls it back from native code, where an exception gets lost. */
    void check() {
        if (failure != null) {
            throw new IllegalStateException("An update of the weights failed", failure);
        }
    }

    private void move(String parameterId, NDArray weight, NDArray grad) {
        NDArray velocity = velocities.computeIfAbsent(key(parameterId, weight), id -> zeros(weight));
        velocity.muli(momentum).addi(grad);
        if (decays.contains(parameterId)) {
            try (NDArray values = weight.stopGradient();
                    NDArray decayed = values.mul(decay)) {
                velocity.addi(decayed);
            }
        }
        // DJL's plain SGD update: weight -= lr * velocity, outside any graph, and the gradient back to zero.
        weight.getNDArrayInternal()
                .sgdUpdate(new NDList(weight, velocity), new NDList(weight), (float) learningRate, 0, 1, -1, 0, false);
    }

    private static String key(String parameterId, NDArray weight) {
        return parameterId + "@" + weight.getDevice();
    }

    /** The velocity of a parameter; null before its first step. */
    @Nullable
    NDArray velocity(Parameter parameter) {
        return velocities.get(key(parameter.getId(), parameter.getArray()));
    }

    /** Goes on with a velocity, which is copied. */
    void velocity(Parameter parameter, NDArray velocity) {
        NDArray own = velocity.duplicate();
        own.attach(manager);
        velocities.put(key(parameter.getId(), parameter.getArray()), own);
    }

    private NDArray zeros(NDArray weight) {
        return manager.zeros(weight.getShape(), weight.getDataType()).toDevice(weight.getDevice(), false);
    }

    @Override
    public void close() {
        manager.close();
    }

    private static final class Builder extends OptimizerBuilder<Builder> {
        @Override
        protected Builder self() {
            return this;
        }
    }
}
