package dev.understudy.network;

import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.pooling.Pool;
import dev.understudy.block.Layers;
import dev.understudy.block.Residual;
import dev.understudy.recipe.Task;
import java.util.List;
import java.util.Map;

/**
 * ResNet (He et al. 2016) as torchvision builds it: a 7x7 convolution and a max pool, four groups {@code layer1} to
 * {@code layer4} of residual layers {@code block0}, {@code block1}, ..., global average pooling, a fully connected layer.
 * The stride of a bottleneck is in its 3x3 convolution.
 */
final class ResNet {

    static final List<Integer> LAYERS = List.of(18, 34, 50, 101, 152);

    private static final int[] CHANNELS = {64, 128, 256, 512};
    private static final Map<Integer, int[]> DEPTHS = Map.of(
            18, new int[] {2, 2, 2, 2},
            34, new int[] {3, 4, 6, 3},
            50, new int[] {3, 4, 6, 3},
            101, new int[] {3, 4, 23, 3},
            152, new int[] {3, 8, 36, 3});

    /** From this depth on, residual layers are bottlenecks. */
    private static final int BOTTLENECKS = 50;

    private static final int EXPANSION = 4;

    /** What the benchmark has as a network for images of 32 pixels. */
    private static final int SMALL = 50;

    private final LayerPlan plan;
    private final boolean bottlenecks;

    /** What PyTorch's code calls the convolution beside a residual layer. */
    private final String shortcut;

    private ResNet(LayerPlan plan, boolean bottlenecks, String shortcut) {
        this.plan = plan;
        this.bottlenecks = bottlenecks;
        this.shortcut = shortcut;
    }

    static LayerPlan of(int layers, Task task) {
        LayerPlan plan = new LayerPlan(task);
        int first = plan.channels(CHANNELS[0]);
        plan.add("conv1", plan.convolution("conv1", "conv1", first, 7, 2, false))
                .add("norm1", plan.norm("norm1", "bn1"))
                .add("relu1", LayerPlan.relu())
                .pool("pool1", 3, 2, 1);
        new ResNet(plan, layers >= BOTTLENECKS, "downsample").groups(DEPTHS.getOrDefault(layers, new int[0]), first);
        return plan.add("average", Pool.globalAvgPool2dBlock())
                .add("flatten", Blocks.batchFlattenBlock())
                .add("classes", plan.full("classes", "fc", plan.classes()));
    }

    /** ResNet-50 with a 3x3 convolution in place of the 7x7 one and its pool, as the benchmark has it for 32 pixels. */
    static BenchmarkPlan small(Task task) {
        BenchmarkPlan plan = new BenchmarkPlan(task);
        LayerPlan layers = plan.layers();
        int first = layers.channels(CHANNELS[0]);
        layers.root()
                .conv("conv1", "conv1", LayerPlan.conv(first, 3, 1))
                .norm("norm1", "bn1")
                .relu("relu1");
        plan.stem("relu1");
        int[] depths = DEPTHS.getOrDefault(SMALL, new int[0]);
        new ResNet(layers, true, "shortcut").groups(depths, first);
        for (int group = 1; group <= depths.length; group++) {
            String name = "layer" + group;
            plan.group(name, name + "/block" + (depths[group - 1] - 1) + "/residual");
        }
        return plan.classified("linear");
    }

    private void groups(int[] depths, int before) {
        int input = before;
        for (int group = 0; group < depths.length; group++) {
            String name = "layer" + (group + 1);
            int channels = plan.channels(CHANNELS[group]);
            int output = bottlenecks ? EXPANSION * channels : channels;
            Layers blocks = new Layers();
            for (int i = 0; i < depths[group]; i++) {
                int stride = group > 0 && i == 0 ? 2 : 1;
                String path = name + "/block" + i;
                boolean same = stride == 1 && input == output;
                blocks.add("block" + i, block(path, name + "." + i, channels, stride, same));
                input = output;
            }
            plan.add(name, blocks);
        }
    }

    private Block block(String path, String theirs, int channels, int stride, boolean same) {
        Layers body = new Layers();
        int output = bottlenecks ? EXPANSION * channels : channels;
        int[] kernels = bottlenecks ? new int[] {1, 3, 1} : new int[] {3, 3};
        int strided = bottlenecks ? 1 : 0;
        for (int i = 0; i < kernels.length; i++) {
            boolean last = i == kernels.length - 1;
            add(
                    body,
                    path + "/residual/body/",
                    theirs + ".",
                    i + 1,
                    last ? output : channels,
                    kernels[i],
                    i == strided ? stride : 1);
            if (!last) {
                body.add("relu" + (i + 1), LayerPlan.relu());
            }
        }
        return new Layers()
                .add(
                        "residual",
                        new Residual(body, same ? Blocks.identityBlock() : shortcut(path, theirs, output, stride)))
                .add("relu", LayerPlan.relu());
    }

    private void add(Layers body, String path, String theirs, int number, int channels, int kernel, int stride) {
        String convolution = "conv" + number;
        String norm = "norm" + number;
        body.add(
                convolution,
                plan.convolution(path + convolution, theirs + convolution, channels, kernel, stride, false));
        body.add(norm, plan.norm(path + norm, theirs + "bn" + number));
    }

    private Block shortcut(String path, String theirs, int channels, int stride) {
        String ours = path + "/residual/shortcut/";
        return new Layers()
                .add(
                        "conv",
                        plan.convolution(ours + "conv", theirs + "." + shortcut + ".0", channels, 1, stride, false))
                .add("norm", plan.norm(ours + "norm", theirs + "." + shortcut + ".1"));
    }
}
