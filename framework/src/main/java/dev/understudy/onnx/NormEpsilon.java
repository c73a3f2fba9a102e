package dev.understudy.onnx;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;

/**
 * The number that a batch norm adds to the variance, which DJL keeps to itself: with variance 0 the norm multiplies by
 * one over its square root.
 */
final class NormEpsilon {

    private NormEpsilon() {}

    static float of(Block norm, NDManager scope) {
        long channels = norm.getDirectParameters().get("gamma").getShape().size();
        NDArray ones = scope.ones(new Shape(1, channels, 1, 1));
        double factor = norm.forward(new Bare(scope), new NDList(ones), false)
                .singletonOrThrow()
                .toFloatArray()[0];
        return (float) (1 / (factor * factor));
    }

    /** Parameters that do nothing: gamma 1, all others 0. */
    private static final class Bare extends ParameterStore {

        private final NDManager scope;

        Bare(NDManager scope) {
            super(scope, false);
            this.scope = scope;
        }

        @Override
        public NDArray getValue(Parameter parameter, Device device, boolean training) {
            return parameter.getType() == Parameter.Type.GAMMA
                    ? scope.ones(parameter.getShape())
                    : scope.zeros(parameter.getShape());
        }
    }
}
