package dev.understudy.network;

import ai.djl.nn.Block;
import dev.understudy.block.ChannelRange;
import dev.understudy.block.ChannelShuffle;
import dev.understudy.block.Concatenation;
import dev.understudy.block.Layers;
import dev.understudy.recipe.Task;

/**
 * ShuffleNet V2 (Ma et al. 2018) of width 1, as the benchmark has it for images of 32 pixels: a 1x1 convolution, three groups
 * {@code layer1} to {@code layer3}, a 1x1 convolution, global average pooling, a fully connected layer. The half of the
 * channels that a layer hands on is never below 0, so one ReLU after both halves are joined is the same as the one of the
 * half that is convolved; so what comes before it can be tapped.
 */
final class ShuffleNetV2 {

    private static final int FIRST = 24;
    private static final int[] CHANNELS = {116, 232, 464};
    private static final int[] DEPTHS = {3, 7, 3};
    private static final int LAST = 1024;
    private static final int HALVES = 2;
    private static final int MULTIPLE = 4;

    private ShuffleNetV2() {}

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
            int half = plan.layers().channels(CHANNELS[number], MULTIPLE) / HALVES;
            LayerSection group = root.in(name, name);
            group.add("block0", first(group.in("block0", "0"), input, half));
            for (int i = 1; i <= DEPTHS[number]; i++) {
                group.add("block" + i, next(group.in("block" + i, "" + i), half));
            }
            root.add(name, group.layers());
            plan.group(name, name + "/block" + DEPTHS[number] + "/branches");
            input = HALVES * half;
        }
        root.conv("conv2", "conv2", LayerPlan.conv(plan.layers().channels(LAST), 1, 1))
                .norm("norm2", "bn2")
                .relu("relu2");
        return plan.classified("linear");
    }

    /** Halves the image in two branches. */
    private static Block first(LayerSection at, int input, int half) {
        Block left = at.in("branches/first", "")
                .conv("conv1", "conv1", LayerPlan.conv(input, 3, 2).optGroups(input))
                .norm("norm1", "bn1")
                .conv("conv2", "conv2", LayerPlan.conv(half, 1, 1))
                .norm("norm2", "bn2")
                .layers();
        Block right = at.in("branches/second", "")
                .conv("conv1", "conv3", LayerPlan.conv(half, 1, 1))
                .norm("norm1", "bn3")
                .relu("relu1")
                .conv("conv2", "conv4", LayerPlan.conv(half, 3, 2).optGroups(half))
                .norm("norm2", "bn4")
                .conv("conv3", "conv5", LayerPlan.conv(half, 1, 1))
                .norm("norm3", "bn5")
                .layers();
        return joined(left, right);
    }

    /** Convolves the second half of the channels. */
    private static Block next(LayerSection at, int half) {
        Block convolved = at.in("branches/second", "")
                .add("half", new ChannelRange(half, half))
                .conv("conv1", "conv1", LayerPlan.conv(half, 1, 1))
                .norm("norm1", "bn1")
                .relu("relu1")
                .conv("conv2", "conv2", LayerPlan.conv(half, 3, 1).optGroups(half))
                .norm("norm2", "bn2")
                .conv("conv3", "conv3", LayerPlan.conv(half, 1, 1))
                .norm("norm3", "bn3")
                .layers();
        return joined(new ChannelRange(0, half), convolved);
    }

    private static Block joined(Block first, Block second) {
        return new Layers()
                .add("branches", new Concatenation(first, second))
                .add("relu", LayerPlan.relu())
                .add("shuffle", new ChannelShuffle(HALVES));
    }
}
