package dev.understudy.internal.network;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;

/** The numbers that norms of DJL keep to themselves, found out by what they do. */
public final class NormValues {

    private static final float SMALL = 1e-4f;

    private NormValues() {}

    /**
     * What is added to the variance: with variance 0 the norm multiplies by one over its square root.
     *
     * @param norm an initialised batch norm over axis 1
     * @param scope owns what is made on the way
     * @return the number
     */
    public static float epsilon(Block norm, NDManager scope) {
        double factor = norm.forward(new Plain(scope, norm, 0), new NDList(scope.ones(images(norm))), false)
                .singletonOrThrow()
                .toFloatArray()[0];
        return Double.isFinite(factor) ? (float) (1 / (factor * factor)) : 0;
    }

    /**
     * What a layer norm adds to the variance v: a token of small numbers x comes out as {@code y = x / sqrt(v + epsilon)}, so
     * {@code epsilon = (x / y)^2 - v}.
     *
     * @param norm an initialised layer norm over the last axis
     * @param scope owns what is made on the way
     * @return the number; 0 for a width of 1, where it changes nothing
     */
    public static float layerEpsilon(Block norm, NDManager scope) {
        int width = (int) channels(norm);
        if (width == 1) {
            return 0;
        }
        float[] token = new float[width];
        token[0] = SMALL;
        double mean = (double) SMALL / width;
        double variance = (double) SMALL * SMALL / width - mean * mean;
        NDList shown = new NDList(scope.create(token, new Shape(1, 1, width)));
        double found = norm.forward(new Plain(scope, norm, 0), shown, false)
                .singletonOrThrow()
                .toFloatArray()[0];
        double root = (SMALL - mean) / found;
        return (float) Math.max(0, root * root - variance);
    }

    /**
     * How much of the running statistics stays in each step: a running mean of 1 becomes this by a batch of zeros. For
     * engines that let a norm train outside a gradient collector, such as PyTorch.
     *
     * @param norm an initialised batch norm over axis 1
     * @param scope owns what is made on the way
     * @return from 0 to 1
     */
    static float momentum(Block norm, NDManager scope) {
        Plain parameters = new Plain(scope, norm, 1);
        norm.forward(parameters, new NDList(scope.zeros(images(norm))), true);
        return parameters.mean.toFloatArray()[0];
    }

    /** One image more than there are channels, so that a norm over another axis cannot take them. */
    private static Shape images(Block norm) {
        long channels = channels(norm);
        return new Shape(channels + 1, channels, 1, 1);
    }

    private static long channels(Block norm) {
        return norm.getDirectParameters().get("gamma").getShape().size();
    }

    /** Parameters that do nothing: gamma 1, all others 0, but for the running mean. */
    private static final class Plain extends ParameterStore {

        private final NDManager scope;
        private final NDArray mean;

        Plain(NDManager scope, Block norm, float mean) {
            super(scope, false);
            this.scope = scope;
            this.mean = scope.full(new Shape(channels(norm)), mean);
        }

        @Override
        public NDArray getValue(Parameter parameter, Device device, boolean training) {
            return switch (parameter.getType()) {
                case GAMMA -> scope.ones(parameter.getShape());
                case RUNNING_MEAN -> mean;
                default -> scope.zeros(parameter.getShape());
            };
        }
    }
}
