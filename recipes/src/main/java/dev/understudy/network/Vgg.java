package dev.understudy.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.norm.Dropout;
import dev.understudy.InputException;
import dev.understudy.block.Layers;
import dev.understudy.recipe.Task;
import java.util.List;
import java.util.Map;

/**
 * VGG (Simonyan and Zisserman 2015) as torchvision builds it: groups of 3x3 convolutions with biases, each group before a
 * 2x2 max pool, then a 7x7 average and three fully connected layers. Convolutions are {@code conv1}, {@code conv2}, ...
 */
final class Vgg {

    static final List<Integer> LAYERS = List.of(11, 13, 16, 19);

    private static final int[] CHANNELS = {64, 128, 256, 512, 512};
    private static final Map<Integer, int[]> DEPTHS = Map.of(
            11, new int[] {1, 1, 2, 2, 2},
            13, new int[] {2, 2, 2, 2, 2},
            16, new int[] {2, 2, 3, 3, 3},
            19, new int[] {2, 2, 4, 4, 4});
    private static final int FULL = 4096;
    private static final int SIDE = 7;

    private Vgg() {}

    static LayerPlan of(int layers, boolean norm, Task task) {
        LayerPlan plan = new LayerPlan(task);
        int[] depths = DEPTHS.getOrDefault(layers, new int[0]);
        int number = 1;
        int theirs = 0;
        for (int group = 0; group < depths.length; group++) {
            for (int i = 0; i < depths[group]; i++) {
                String name = "conv" + number++;
                plan.add(name, convolution(plan, name, theirs, plan.channels(CHANNELS[group]), norm));
                theirs += norm ? 3 : 2;
            }
            plan.pool("pool" + (group + 1), 2, 2, 0);
            theirs++;
        }
        return classifier(plan);
    }

    private static Block convolution(LayerPlan plan, String name, int theirs, int channels, boolean norm) {
        Layers layers = new Layers()
                .add("weights", plan.convolution(name + "/weights", "features." + theirs, channels, 3, 1, true));
        if (norm) {
            layers.add("norm", plan.norm(name + "/norm", "features." + (theirs + 1)));
        }
        return layers.add("relu", LayerPlan.relu());
    }

    private static LayerPlan classifier(LayerPlan plan) {
        return plan.add("average", new LambdaBlock(list -> new NDList(average(list.singletonOrThrow())), "average7x7"))
                .add("flatten", Blocks.batchFlattenBlock())
                .add("full1", plan.full("full1", "classifier.0", plan.channels(FULL)))
                .add("relu1", LayerPlan.relu())
                .add("dropout1", Dropout.builder().build())
                .add("full2", plan.full("full2", "classifier.3", plan.channels(FULL)))
                .add("relu2", LayerPlan.relu())
                .add("dropout2", Dropout.builder().build())
                .add("classes", plan.full("classes", "classifier.6", plan.classes()));
    }

    /** To 7x7, where that takes whole pixels: the mean over blocks, or each pixel repeated. */
    private static NDArray average(NDArray images) {
        Shape shape = images.getShape();
        long side = shape.get(2);
        if (side == SIDE && shape.get(3) == SIDE) {
            return images;
        }
        if (side == 1 && shape.get(3) == 1) {
            return images.broadcast(shape.get(0), shape.get(1), SIDE, SIDE);
        }
        if (side == shape.get(3) && side % SIDE == 0) {
            long block = side / SIDE;
            return images.reshape(shape.get(0), shape.get(1), SIDE, block, SIDE, block)
                    .mean(new int[] {5})
                    .mean(new int[] {3});
        }
        throw new InputException("A VGG network takes images of 32 pixels a side or a multiple of 224, got a last layer"
                + " of " + shape.get(2) + "x" + shape.get(3));
    }
}
