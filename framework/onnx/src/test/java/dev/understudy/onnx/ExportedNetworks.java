package dev.understudy.onnx;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.ParameterStore;
import ai.djl.util.Pair;
import dev.understudy.block.Layers;
import dev.understudy.block.SelfGuided;
import java.util.List;
import java.util.Random;

/** Networks with weights, running statistics included, that are far from what initialisation gives. */
final class ExportedNetworks {

    static final Shape INPUT = new Shape(3, 16, 16);

    private ExportedNetworks() {}

    /** A network with random weights on a model of its own. */
    static Model model(Block network, Shape input) {
        Model model = Model.newInstance("network", Device.cpu());
        dev.understudy.internal.network.Blocks.initialize(network, model.getNDManager(), 5, new Shape(1).addAll(input));
        Random random = new Random(5);
        for (Pair<String, Parameter> entry : network.getParameters()) {
            boolean weight = entry.getValue().getType() == Parameter.Type.WEIGHT;
            if (!weight) {
                boolean scales = entry.getValue().getType() == Parameter.Type.RUNNING_VAR
                        || entry.getValue().getType() == Parameter.Type.GAMMA;
                NDArray array = entry.getValue().getArray();
                float[] values = new float[(int) array.size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = scales ? 0.5f + random.nextFloat() : random.nextFloat() - 0.5f;
                }
                array.set(values);
            }
        }
        model.setBlock(network);
        return model;
    }

    /** Every kind of block that can be written, sequences inside sequences. */
    static Block mixed() {
        return new Layers()
                .add("stem", layer(8, Activation.reluBlock()))
                .add("strided", convolution(12, 3, 2, 1, 2, 2))
                .add("loose", BatchNorm.builder().build())
                .add("leaky", Activation.leakyReluBlock(0.1f))
                .add("split", new SelfGuided(layer(4, Activation.reluBlock()), layer(6, Activation.reluBlock())))
                .add("uneven", new SelfGuided(layer(4, Activation.reluBlock()), layer(6, Activation.tanhBlock())))
                .add("residual", residual(10))
                .add("fire", fire())
                .add("pool", Pool.maxPool2dBlock(new Shape(3, 2), new Shape(2, 2), new Shape(1, 0), true))
                .add("mean", Pool.avgPool2dBlock(new Shape(3, 3), new Shape(1, 1), new Shape(1, 1), false, true))
                .add("forget", Dropout.builder().optRate(0.5f).build())
                .add("flat", Blocks.batchFlattenBlock())
                .add("hidden", Linear.builder().setUnits(9).build())
                .add("norm", BatchNorm.builder().build())
                .add("gelu", Activation.geluBlock())
                .add("classes", Linear.builder().setUnits(5).optBias(false).build());
    }

    /** A convolution, a norm, an activation. */
    static Layers layer(int channels, Block activation) {
        return new Layers()
                .add("conv", convolution(channels, 3, 1, 1, 1, 1))
                .add("norm", BatchNorm.builder().optEpsilon(1e-3f).build())
                .add("activation", activation);
    }

    private static Block residual(int channels) {
        Block body = new SequentialBlock()
                .add(convolution(channels, 3, 1, 1, 1, 1))
                .add(BatchNorm.builder().build());
        return new ParallelBlock(
                ends -> new NDList(Activation.relu(
                        ends.get(0).singletonOrThrow().add(ends.get(1).singletonOrThrow()))),
                List.of(body, Blocks.identityBlock()));
    }

    private static Block fire() {
        return new ParallelBlock(
                ends -> new NDList(ai.djl.ndarray.NDArrays.concat(
                        new NDList(ends.get(0).singletonOrThrow(), ends.get(1).singletonOrThrow()), 1)),
                List.of(convolution(3, 1, 1, 0, 1, 1), convolution(5, 3, 1, 1, 1, 1)));
    }

    static Block convolution(int filters, int kernel, int stride, int padding, int dilation, int groups) {
        return Conv2d.builder()
                .setKernelShape(new Shape(kernel, kernel))
                .optStride(new Shape(stride, stride))
                .optPadding(new Shape(padding, padding))
                .optDilation(new Shape(dilation, dilation))
                .optGroups(groups)
                .setFilters(filters)
                .build();
    }

    static float[] images(int count, Shape input) {
        Random random = new Random(9);
        float[] values = new float[(int) (count * input.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    /** What a network puts out, part by part as DJL runs it. */
    static float[] output(Block network, float[] images, Shape shape) {
        try (NDManager manager = NDManager.newBaseManager()) {
            return network.forward(new ParameterStore(manager, false), new NDList(manager.create(images, shape)), false)
                    .singletonOrThrow()
                    .toFloatArray();
        }
    }
}
