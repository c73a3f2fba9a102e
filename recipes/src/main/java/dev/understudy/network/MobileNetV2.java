package dev.understudy.network;

import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import dev.understudy.block.Layers;
import dev.understudy.block.Residual;
import dev.understudy.recipe.Task;

/**
 * MobileNetV2 (Sandler et al. 2018) of half the width, as the benchmark has it for images of 32 pixels: the first
 * convolution has stride 2, the second group stride 1, and the last convolution keeps its 1280 channels. A bottleneck ends
 * without activation, so what a group puts out is the same before and after it.
 */
final class MobileNetV2 {

    /** Expansion, channels, layers and stride of each group (table 2 of the paper). */
    private static final int[][] GROUPS = {
        {1, 16, 1, 1}, {6, 24, 2, 1}, {6, 32, 3, 2}, {6, 64, 4, 2}, {6, 96, 3, 1}, {6, 160, 3, 2}, {6, 320, 1, 1}
    };

    /** The groups that end where the next one is narrower or shows fewer pixels. */
    private static final boolean[] TAPPED = {false, true, true, false, true, false, true};

    private static final double HALF = 0.5;
    private static final int FIRST = 32;
    private static final int LAST = 1280;

    private MobileNetV2() {}

    static BenchmarkPlan of(Task task) {
        BenchmarkPlan plan = new BenchmarkPlan(task);
        LayerSection root = plan.layers().root();
        int input = plan.layers().channels((int) (FIRST * HALF));
        root.add("conv1", activated(root.in("conv1", "conv1"), input, 3, 2));
        plan.stem("conv1");
        for (int number = 0; number < GROUPS.length; number++) {
            int[] each = GROUPS[number];
            int output = plan.layers().channels((int) (each[1] * HALF));
            String name = "group" + number;
            LayerSection group = root.in(name, "blocks." + number);
            for (int i = 0; i < each[2]; i++) {
                LayerSection at = group.in("block" + i, i + ".conv");
                group.add(
                        "block" + i,
                        bottleneck(at, new Bottleneck(input, each[0] * input, output, i == 0 ? each[3] : 1)));
                input = output;
            }
            root.add(name, group.layers());
            if (TAPPED[number]) {
                plan.group(name, name);
            }
        }
        root.add("conv2", activated(root.in("conv2", "conv2"), plan.layers().channels(LAST), 1, 1));
        return plan.classified("classifier.0");
    }

    private static Block activated(LayerSection at, int channels, int kernel, int stride) {
        return at.conv("conv", "0", LayerPlan.conv(channels, kernel, stride))
                .norm("norm", "1")
                .relu("relu")
                .layers();
    }

    /** Channels of the input, in the middle, of the output; the stride. */
    private record Bottleneck(int input, int middle, int output, int stride) {}

    private static Block bottleneck(LayerSection at, Bottleneck sizes) {
        boolean residual = sizes.stride == 1 && sizes.input == sizes.output;
        LayerSection body = (residual ? at.in("residual/body", "") : at)
                .conv("conv1", "0", LayerPlan.conv(sizes.middle, 1, 1))
                .norm("norm1", "1")
                .relu("relu1")
                .conv(
                        "conv2",
                        "3",
                        LayerPlan.conv(sizes.middle, 3, sizes.stride).optGroups(sizes.middle))
                .norm("norm2", "4")
                .relu("relu2")
                .conv("conv3", "6", LayerPlan.conv(sizes.output, 1, 1))
                .norm("norm3", "7");
        return residual
                ? new Layers().add("residual", new Residual(body.layers(), Blocks.identityBlock()))
                : body.layers();
    }
}
