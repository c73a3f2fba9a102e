package dev.understudy.network;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.pooling.Pool;
import dev.understudy.block.ChannelShuffle;
import dev.understudy.block.Concatenation;
import dev.understudy.block.Layers;
import dev.understudy.block.Residual;
import dev.understudy.recipe.Task;

/**
 * ShuffleNet (Zhang et al. 2018) of three groups, as the benchmark has it for images of 32 pixels: a 1x1 convolution, three
 * groups {@code layer1} to {@code layer3}, global average pooling, a fully connected layer. The depthwise convolution is
 * followed by ReLU, which the paper leaves out.
 */
final class ShuffleNetV1 {

    private static final int FIRST = 24;
    private static final int[] CHANNELS = {240, 480, 960};
    private static final int[] DEPTHS = {4, 8, 4};
    private static final int GROUPS = 3;

    /** A bottleneck has a quarter of the channels, in three groups. */
    private static final int MULTIPLE = 12;

    private static final int QUARTER = 4;

    private ShuffleNetV1() {}

    static BenchmarkPlan of(Task task) {
        BenchmarkPlan plan = new BenchmarkPlan(task);
        LayerSection root = plan.layers().root();
        int input = plan.layers().channels(FIRST, MULTIPLE);
        root.conv("conv1", "conv1", LayerPlan.conv(input, 1, 1))
                .norm("norm1", "bn1")
                .relu("relu1");
        plan.stem("relu1");
        for (int number = 0; number < CHANNELS.length; number++) {
            String name = "layer" + (number + 1);
            int output = plan.layers().channels(CHANNELS[number], MULTIPLE);
            LayerSection group = root.in(name, name);
            LayerSection first = group.in("block0", "0");
            group.add("block0", first(first, output - input, number == 0 ? 1 : GROUPS));
            for (int i = 1; i < DEPTHS[number]; i++) {
                group.add("block" + i, next(group.in("block" + i, "" + i), output));
            }
            root.add(name, group.layers());
            plan.group(name, name + "/block" + (DEPTHS[number] - 1) + "/residual");
            input = output;
        }
        return plan.classified("linear");
    }

    /** Halves the image; its channels stand beside those of the image. */
    private static Block first(LayerSection at, int channels, int groups) {
        Block body = body(at.in("branches/first", ""), channels, groups, 2);
        Block image = Pool.avgPool2dBlock(new Shape(3, 3), new Shape(2, 2), new Shape(1, 1));
        return new Layers().add("branches", new Concatenation(body, image)).add("relu", LayerPlan.relu());
    }

    private static Block next(LayerSection at, int channels) {
        Block body = body(at.in("residual/body", ""), channels, GROUPS, 1);
        return new Layers()
                .add("residual", new Residual(body, Blocks.identityBlock()))
                .add("relu", LayerPlan.relu());
    }

    private static Block body(LayerSection at, int channels, int groups, int stride) {
        int middle = channels / QUARTER;
        return at.conv("conv1", "conv1", LayerPlan.conv(middle, 1, 1).optGroups(groups))
                .norm("norm1", "bn1")
                .relu("relu1")
                .add("shuffle", new ChannelShuffle(groups))
                .conv("conv2", "conv2", LayerPlan.conv(middle, 3, stride).optGroups(middle))
                .norm("norm2", "bn2")
                .relu("relu2")
                .conv("conv3", "conv3", LayerPlan.conv(channels, 1, 1).optGroups(GROUPS))
                .norm("norm3", "bn3")
                .layers();
    }
}
