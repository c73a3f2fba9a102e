package dev.understudy.network;

import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import dev.understudy.block.Residual;
import dev.understudy.recipe.Task;

/**
 * Wide ResNet (Zagoruyko and Komodakis 2016): batch norm and ReLU come before each convolution. A 3x3 convolution, three
 * groups {@code block1} to {@code block3} of {@code (depth - 4) / 6} residual layers each, batch norm, ReLU, global average
 * pooling, a fully connected layer. Where channels differ, body and shortcut share the first batch norm and ReLU.
 */
final class WideResNet {

    private static final int[] CHANNELS = {16, 16, 32, 64};

    private WideResNet() {}

    static BenchmarkPlan of(int depth, int factor, Task task) {
        BenchmarkPlan plan = new BenchmarkPlan(task);
        int input = plan.layers().channels(CHANNELS[0]);
        LayerSection root = plan.layers().root();
        root.conv("conv1", "conv1", LayerPlan.conv(input, 3, 1));
        plan.stem("conv1");
        for (int number = 1; number < CHANNELS.length; number++) {
            String name = "block" + number;
            int output = plan.layers().channels(CHANNELS[number] * factor);
            LayerSection group = root.in(name, name + ".layer");
            for (int i = 0; i < (depth - 4) / 6; i++) {
                int stride = i == 0 && number > 1 ? 2 : 1;
                group.add("block" + i, block(group.in("block" + i, "" + i), input, output, stride));
                input = output;
            }
            root.add(name, group.layers());
            plan.group(name, number + 1 < CHANNELS.length ? "block" + (number + 1) + "/block0/norm1" : "norm");
        }
        root.norm("norm", "bn1").relu("relu");
        return plan.classified("fc");
    }

    private static Block block(LayerSection at, int input, int output, int stride) {
        boolean same = input == output && stride == 1;
        LayerSection body = at.in("residual/body", "");
        LayerSection shared = same ? body : at;
        shared.norm("norm1", "bn1").relu("relu1");
        body.conv("conv1", "conv1", LayerPlan.conv(output, 3, stride))
                .norm("norm2", "bn2")
                .relu("relu2")
                .conv("conv2", "conv2", LayerPlan.conv(output, 3, 1));
        Block shortcut = same
                ? Blocks.identityBlock()
                : at.in("residual/shortcut", "")
                        .conv("conv", "convShortcut", LayerPlan.conv(output, 1, stride))
                        .layers();
        return at.add("residual", new Residual(body.layers(), shortcut)).layers();
    }
}
