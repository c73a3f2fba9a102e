package dev.understudy.network;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.pooling.Pool;
import dev.understudy.recipe.Task;
import java.util.Map;

/**
 * VGG for small images, with batch norm and one fully connected layer: five groups {@code block0} to {@code block4} of 3x3
 * convolutions with biases, a 2x2 max pool after each of the first three, and after the fourth where images are 64 pixels a
 * side; global average pooling.
 */
final class CifarVgg {

    private static final int[] CHANNELS = {64, 128, 256, 512, 512};
    private static final Map<Integer, int[]> DEPTHS = Map.of(
            8, new int[] {1, 1, 1, 1, 1},
            11, new int[] {1, 1, 2, 2, 2},
            13, new int[] {2, 2, 2, 2, 2},
            16, new int[] {2, 2, 3, 3, 3},
            19, new int[] {2, 2, 4, 4, 4});
    private static final int LARGE = 64;
    private static final int POOLS = 3;

    private CifarVgg() {}

    static BenchmarkPlan of(int layers, Task task) {
        BenchmarkPlan plan = new BenchmarkPlan(task);
        int[] depths = DEPTHS.getOrDefault(layers, new int[0]);
        int pools = plan.layers().side() == LARGE ? POOLS + 1 : POOLS;
        LayerSection root = plan.layers().root();
        for (int number = 0; number < depths.length; number++) {
            String name = "block" + number;
            int channels = plan.layers().channels(CHANNELS[number]);
            LayerSection group = root.in(name, name);
            for (int i = 0; i < depths[number]; i++) {
                if (i > 0) {
                    group.relu("relu" + i);
                }
                group.conv(
                                "conv" + (i + 1),
                                "" + 3 * i,
                                LayerPlan.conv(channels, 3, 1).optBias(true))
                        .norm("norm" + (i + 1), "" + (3 * i + 1));
            }
            root.add(name, group.layers()).relu("relu" + number);
            if (number == 0) {
                plan.stem("relu0");
            } else {
                plan.group("relu" + number, name);
            }
            if (number < pools) {
                root.add("pool" + number, Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2)));
            }
        }
        return plan.classified("classifier");
    }
}
