package dev.understudy.internal.network;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;
import ai.djl.util.Pair;
import dev.understudy.FirstWeights;
import dev.understudy.InputException;
import dev.understudy.internal.data.Seeds;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;

/**
 * First values that follow from a seed and a parameter's path, so that they depend on nothing else that runs.
 *
 * @param seed mixed from the student's
 * @param first how weights are drawn that nobody else says anything about
 */
public record InitialValues(long seed, FirstWeights first) {

    /** The slope of a PReLU, and of any weight that is a single number. */
    private static final float SLOPE = 0.25f;

    /** Those of a student's network. */
    public static InitialValues ofNetwork(long seed, FirstWeights first) {
        return new InitialValues(Seeds.mix(seed, 0), first);
    }

    /** Those of a module that is trained along with it. */
    public static InitialValues ofModule(String name, long seed, FirstWeights first) {
        return new InitialValues(Seeds.mix(seed, 1, name.hashCode()), first);
    }

    /** Gives every parameter of a network that is not initialised an initializer that is seeded. */
    void seed(Block network) {
        Map<String, Parameter> weights = new LinkedHashMap<>();
        for (Pair<String, Parameter> entry : network.getParameters()) {
            Parameter parameter = entry.getValue();
            if (!parameter.isInitialized()) {
                initializer(entry.getKey(), parameter, weights);
            }
            if (parameter.getType() == Parameter.Type.WEIGHT) {
                weights.put(parent(entry.getKey()), parameter);
            }
        }
    }

    private void initializer(String path, Parameter parameter, Map<String, Parameter> weights) {
        Initializer present = parameter.getInitializer();
        Parameter weight = weights.get(parent(path));
        long own = Seeds.mix(seed, path.hashCode());
        if (present != parameter.getType().getInitializer()) {
            parameter.setInitializer(present instanceof Seeded ? present : new Seeded(path, present, own));
        } else if (parameter.getType() == Parameter.Type.WEIGHT) {
            parameter.setInitializer((manager, shape, type) -> weight(manager, shape, own));
        } else if (parameter.getType() == Parameter.Type.BIAS && first == FirstWeights.PYTORCH && weight != null) {
            parameter.setInitializer(
                    (manager, shape, type) -> uniform(manager, shape, 1 / Math.sqrt(fanIn(weight.getShape())), own));
        }
    }

    private static String parent(String path) {
        return path.substring(0, path.lastIndexOf('_') + 1);
    }

    private NDArray weight(NDManager manager, Shape shape, long own) {
        if (shape.dimension() == 0) {
            return manager.full(shape, SLOPE);
        }
        double fanIn = fanIn(shape);
        boolean convolution = shape.dimension() > 2;
        return switch (first) {
            case PYTORCH -> uniform(manager, shape, 1 / Math.sqrt(fanIn), own);
            case GLOROT -> uniform(manager, shape, Math.sqrt(6 / (fanIn + fanOut(shape))), own);
            case HE ->
                convolution
                        ? normal(manager, shape, Math.sqrt(2 / fanIn), own)
                        : uniform(manager, shape, 1 / Math.sqrt(fanIn), own);
        };
    }

    private static double fanIn(Shape shape) {
        return (double) shape.size() / shape.get(0);
    }

    private static double fanOut(Shape shape) {
        return shape.dimension() < 2 ? 1 : (double) shape.size() / shape.get(1);
    }

    private static NDArray uniform(NDManager manager, Shape shape, double bound, long own) {
        Random random = new Random(own);
        return values(manager, shape, bound, ignored -> 2 * random.nextDouble() - 1);
    }

    private static NDArray normal(NDManager manager, Shape shape, double standardDeviation, long own) {
        Random random = new Random(own);
        return values(manager, shape, standardDeviation, ignored -> random.nextGaussian());
    }

    private static NDArray values(NDManager manager, Shape shape, double scale, DoubleUnaryOperator draw) {
        float[] values = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (scale * draw.applyAsDouble(i));
        }
        return manager.create(values, shape);
    }

    /** The network's own initializer, which draws from the engine's random numbers if it draws at all. */
    private record Seeded(String path, Initializer own, long seed) implements Initializer {

        @Override
        public NDArray initialize(NDManager manager, Shape shape, DataType type) {
            NDArray values = seeded(manager, shape, type);
            try (NDArray again = seeded(manager, shape, type)) {
                if (!values.contentEquals(again)) {
                    values.close();
                    throw new InputException(
                            "The initializer " + own.getClass().getName() + " of the parameter \"" + path
                                    + "\" gives other numbers each time, whatever the seed; wanted is one that draws from its"
                                    + " manager, such as manager.randomNormal(...)");
                }
            }
            return values;
        }

        /** Drawn on the processor whatever the device, since each kind of device draws other numbers. */
        private NDArray seeded(NDManager manager, Shape shape, DataType type) {
            manager.getEngine().setRandomSeed((int) seed);
            try (NDManager processor = manager.newSubManager(Device.cpu())) {
                NDArray drawn = own.initialize(processor, shape, type).toDevice(manager.getDevice(), false);
                drawn.attach(manager);
                return drawn;
            }
        }
    }
}
