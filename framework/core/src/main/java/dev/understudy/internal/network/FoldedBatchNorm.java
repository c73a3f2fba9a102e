package dev.understudy.internal.network;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.training.ParameterStore;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a convolution with the batch norm after it folded in, for inference: {@code W' = s W} and {@code b' =
 * beta + s (b - mean)} with {@code s = gamma / sqrt(variance + epsilon)}. A convolution that is run with this store puts
 * out what both would, within float rounding, and saves a pass over its output.
 */
final class FoldedBatchNorm extends ParameterStore {

    private final NDArray weight;
    private final NDArray bias;

    private FoldedBatchNorm(NDManager manager, NDArray weight, NDArray bias) {
        super(manager, false);
        this.weight = weight;
        this.bias = bias;
    }

    /** Whether two blocks, one after the other, are such a pair. */
    static boolean folds(Block first, Block second) {
        return first instanceof Conv2d && second instanceof BatchNorm;
    }

    /** Folds into arrays that the manager owns; the pair's own parameters stay as they are. */
    static FoldedBatchNorm of(NDManager manager, ParameterStore parameters, Block convolution, Block norm) {
        Device device = manager.getDevice();
        NDArray weight = parameters.getValue(convolution.getParameters().get("weight"), device, false);
        long channels = weight.getShape().get(0);
        try (NDManager scope = manager.newSubManager()) {
            Shape pixel = new Shape(1, channels, 1, 1);
            NDArray scale = run(norm, new Unshifted(scope, parameters), scope.ones(pixel));
            NDArray bias =
                    run(norm, parameters, bias(convolution, parameters, scope).reshape(pixel));
            NDList folded = new NDList(weight.mul(scale.reshape(channels, 1, 1, 1)), bias.reshape(channels));
            folded.attach(manager);
            return new FoldedBatchNorm(manager, folded.get(0), folded.get(1));
        }
    }

    private static NDArray bias(Block convolution, ParameterStore parameters, NDManager scope) {
        Parameter bias = convolution.getParameters().get("bias");
        long channels = convolution.getParameters().get("weight").getShape().get(0);
        return bias == null ? scope.zeros(new Shape(channels)) : parameters.getValue(bias, scope.getDevice(), false);
    }

    private static NDArray run(Block norm, ParameterStore parameters, NDArray input) {
        return norm.forward(parameters, new NDList(input), false).singletonOrThrow();
    }

    /** A convolution asks for its weight and its bias; for the bias with null where it has none. */
    @Override
    public NDArray getValue(@Nullable Parameter parameter, Device device, boolean training) {
        return parameter == null || parameter.getType() == Parameter.Type.BIAS ? bias : weight;
    }

    /** A batch norm that only scales. */
    private static final class Unshifted extends ParameterStore {

        private final NDManager scope;
        private final ParameterStore values;

        Unshifted(NDManager scope, ParameterStore values) {
            super(scope, false);
            this.scope = scope;
            this.values = values;
        }

        @Override
        public NDArray getValue(Parameter parameter, Device device, boolean training) {
            NDArray value = values.getValue(parameter, device, training);
            boolean shifts =
                    parameter.getType() == Parameter.Type.BETA || parameter.getType() == Parameter.Type.RUNNING_MEAN;
            return shifts ? scope.zeros(value.getShape()) : value;
        }
    }
}
