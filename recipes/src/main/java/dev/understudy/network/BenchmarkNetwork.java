package dev.understudy.network;

import dev.understudy.InputException;
import dev.understudy.Student;
import dev.understudy.format.NameMap;
import dev.understudy.recipe.Task;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A network on which distillation methods are compared for CIFAR-100, as the code of CRD (Tian et al. 2020) builds it and
 * many papers after it use: {@code resnet8} to {@code resnet110}, {@code resnet8x4}, {@code resnet32x4}, {@code wrn-16-1} to
 * {@code wrn-40-2}, {@code vgg8} to {@code vgg19}, {@code mobilenetv2} of half the width, {@code shufflenetv1}, {@code
 * shufflenetv2}, and {@code resnet50} with a first convolution for 32 pixels. At width 1 numbers of parameters are the
 * published ones, and weights trained there can be read here.
 *
 * @param network makes it
 * @param names what PyTorch's files call its layers
 * @param features where its groups of layers end, after the activation, {@code [batch, C, H, W]}: first what comes before the
 *     groups, then a group each; for taps
 * @param preactivations the same of each group before its last activation; one fewer than {@code features}. MobileNetV2's
 *     groups end without one, so it has the same there
 * @param averaged the layer whose maps are averaged for the classifier, {@code [batch, C, H, W]}, for taps. MobileNetV2 and
 *     ShuffleNetV2 have a convolution between the last group and this
 */
public record BenchmarkNetwork(
        Student network, NameMap names, List<String> features, List<String> preactivations, String averaged) {

    /** What the fully connected layer takes, {@code [batch, C]}, for taps. */
    public static final String POOLED = "flatten";

    private static final Map<String, Function<Task, BenchmarkPlan>> ALL = new LinkedHashMap<>();

    static {
        for (int depth : new int[] {8, 14, 20, 32, 44, 56, 110}) {
            ALL.put("resnet" + depth, task -> CifarResNet.of(depth, false, task));
        }
        for (int depth : new int[] {8, 32}) {
            ALL.put("resnet" + depth + "x4", task -> CifarResNet.of(depth, true, task));
        }
        for (int depth : new int[] {16, 40}) {
            for (int factor : new int[] {1, 2}) {
                ALL.put("wrn-" + depth + "-" + factor, task -> WideResNet.of(depth, factor, task));
            }
        }
        for (int layers : new int[] {8, 11, 13, 16, 19}) {
            ALL.put("vgg" + layers, task -> CifarVgg.of(layers, task));
        }
        ALL.put("mobilenetv2", MobileNetV2::of);
        ALL.put("shufflenetv1", ShuffleNetV1::of);
        ALL.put("shufflenetv2", ShuffleNetV2::of);
        ALL.put("resnet50", ResNet::small);
    }

    /** Copies the lists. */
    public BenchmarkNetwork {
        features = List.copyOf(features);
        preactivations = List.copyOf(preactivations);
    }

    /**
     * The networks that there are.
     *
     * @return their names
     */
    public static List<String> all() {
        return List.copyOf(ALL.keySet());
    }

    /**
     * A network by its name.
     *
     * @param name one of {@link #all}
     * @param task for what; its width multiplies every number of channels, the benchmark's are of width 1
     * @return the network
     * @throws InputException when there is no such network
     */
    public static BenchmarkNetwork named(String name, Task task) {
        Function<Task, BenchmarkPlan> plan = ALL.get(name);
        if (plan == null) {
            throw new InputException("No network named \"" + name + "\"; there are " + ALL.keySet());
        }
        BenchmarkPlan built = plan.apply(task);
        return new BenchmarkNetwork(
                Student.of(name, () -> plan.apply(task).layers().network()),
                built.layers().names(),
                built.features(),
                built.preactivations(),
                built.averaged());
    }
}
