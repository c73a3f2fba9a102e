package dev.understudy.block;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.training.ParameterStore;
import java.util.Random;

/** Small networks for tests. */
final class Networks {

    static final Shape INPUT = new Shape(1, 2, 3, 3);

    private Networks() {}

    static Block convolution(int filters) {
        return Conv2d.builder()
                .setKernelShape(new Shape(1, 1))
                .setFilters(filters)
                .build();
    }

    /** Two self-taught layers, the first inside a layer of layers, and a plain one after them. */
    static Layers selfTaughtTwice() {
        return new Layers()
                .add("stem", new Layers().add("conv1", new SelfGuided(convolution(2), convolution(3))))
                .add("conv2", new SelfGuided(branch(4), branch(1)))
                .add("conv3", convolution(6));
    }

    private static Block branch(int filters) {
        return new Layers().add("conv", convolution(filters)).add("relu", Activation.reluBlock());
    }

    static <B extends Block> B initialised(B block, NDManager manager) {
        block.initialize(manager, DataType.FLOAT32, INPUT);
        return block;
    }

    static NDArray images(NDManager manager, int batch) {
        Shape shape = new Shape(batch, 2, 3, 3);
        float[] values = new float[(int) shape.size()];
        Random random = new Random(3);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return manager.create(values, shape);
    }

    static NDArray output(Block block, NDArray input) {
        ParameterStore parameters = new ParameterStore(input.getManager(), false);
        return block.forward(parameters, new NDList(input), false).singletonOrThrow();
    }
}
