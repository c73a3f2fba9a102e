package dev.understudy.network;

import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import dev.understudy.block.Layers;
import dev.understudy.block.Residual;
import dev.understudy.recipe.Task;

/**
 * ResNet for images of 32 pixels (He et al. 2016, section 4.2): a 3x3 convolution, three groups {@code layer1} to
 * {@code layer3} of {@code (depth - 2) / 6} residual layers each, global average pooling, a fully connected layer. Where
 * shapes differ, shortcuts are 1x1 convolutions with batch norm.
 */
final class CifarResNet {

    private static final int[] CHANNELS = {16, 16, 32, 64};

    /** The benchmark's {@code x4}: four times the channels in the groups, two times before them. */
    private static final int[] WIDE = {32, 64, 128, 256};

    private CifarResNet() {}

    static BenchmarkPlan of(int depth, boolean wide, Task task) {
        int[] channels = wide ? WIDE : CHANNELS;
        BenchmarkPlan plan = new BenchmarkPlan(task);
        int input = plan.layers().channels(channels[0]);
        LayerSection root = plan.layers().root();
        root.conv("conv1", "conv1", LayerPlan.conv(input, 3, 1))
                .norm("norm1", "bn1")
                .relu("relu1");
        plan.stem("relu1");
        int last = (depth - 2) / 6 - 1;
        for (int number = 1; number < channels.length; number++) {
            String name = "layer" + number;
            int output = plan.layers().channels(channels[number]);
            LayerSection group = root.in(name, name);
            for (int i = 0; i <= last; i++) {
                int stride = i == 0 && number > 1 ? 2 : 1;
                group.add("block" + i, block(group.in("block" + i, "" + i), input, output, stride));
                input = output;
            }
            root.add(name, group.layers());
            plan.group(name, name + "/block" + last + "/residual");
        }
        return plan.classified("fc");
    }

    private static Block block(LayerSection at, int input, int output, int stride) {
        LayerSection body = at.in("residual/body", "")
                .conv("conv1", "conv1", LayerPlan.conv(output, 3, stride))
                .norm("norm1", "bn1")
                .relu("relu1")
                .conv("conv2", "conv2", LayerPlan.conv(output, 3, 1))
                .norm("norm2", "bn2");
        Block shortcut = stride == 1 && input == output
                ? Blocks.identityBlock()
                : at.in("residual/shortcut", "downsample")
                        .conv("conv", "0", LayerPlan.conv(output, 1, stride))
                        .norm("norm", "1")
                        .layers();
        return new Layers()
                .add("residual", new Residual(body.layers(), shortcut))
                .add("relu", LayerPlan.relu());
    }
}
