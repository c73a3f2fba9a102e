package dev.understudy.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;
import ai.djl.util.Pair;
import java.util.Random;

/**
 * Weights from a seed of their own, so that they depend on nothing else that runs: each parameter's values follow from
 * the seed and the parameter's path. Convolutions: normal with deviation {@code sqrt(2 / fan-in)} (He et al. 2015);
 * fully connected layers: uniform within {@code 1 / sqrt(fan-in)} (ours, as in other frameworks' defaults).
 */
final class SeededInitializer implements Initializer {

    private final long seed;

    private SeededInitializer(long seed) {
        this.seed = seed;
    }

    /** Gives every weight of a block that still has DJL's default initializer one of these. */
    static void seed(Block block, long seed) {
        for (Pair<String, Parameter> entry : block.getParameters()) {
            Parameter parameter = entry.getValue();
            Initializer usual = parameter.getType().getInitializer();
            if (parameter.getType() == Parameter.Type.WEIGHT && parameter.getInitializer() == usual) {
                parameter.setInitializer(
                        new SeededInitializer(Seeds.mix(seed, entry.getKey().hashCode())));
            }
        }
    }

    @Override
    public NDArray initialize(NDManager manager, Shape shape, DataType dataType) {
        Random random = new Random(seed);
        float[] values = new float[Math.toIntExact(shape.size())];
        double fanIn = (double) shape.size() / shape.get(0);
        boolean connected = shape.dimension() <= 2;
        double scale = connected ? 1 / Math.sqrt(fanIn) : Math.sqrt(2 / fanIn);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (scale * (connected ? 2 * random.nextDouble() - 1 : random.nextGaussian()));
        }
        return manager.create(values, shape);
    }
}
