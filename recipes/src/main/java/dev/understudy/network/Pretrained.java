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
 * A network as PyTorch code builds it, so that weights trained there can teach here. Torchvision's by the same names,
 * {@code vgg11} to {@code vgg19}, these with {@code _bn}, and {@code resnet18} to {@code resnet152}; those of the
 * distillation benchmark for CIFAR-100 by the names of {@link BenchmarkNetwork} after {@code cifar-}, such as {@code
 * cifar-resnet32x4}.
 *
 * @param network makes it
 * @param names what PyTorch's files call its layers
 */
public record Pretrained(Student network, NameMap names) {

    /** What stands before the names of {@link BenchmarkNetwork}. */
    public static final String BENCHMARK = "cifar-";

    private static final Map<String, Function<Task, Pretrained>> ALL = new LinkedHashMap<>();

    static {
        for (int layers : Vgg.LAYERS) {
            add("vgg" + layers, task -> Vgg.of(layers, false, task));
            add("vgg" + layers + "_bn", task -> Vgg.of(layers, true, task));
        }
        for (int layers : ResNet.LAYERS) {
            add("resnet" + layers, task -> ResNet.of(layers, task));
        }
        for (String name : BenchmarkNetwork.all()) {
            ALL.put(BENCHMARK + name, task -> benchmark(name, task));
        }
    }

    private static void add(String name, Function<Task, LayerPlan> plan) {
        ALL.put(
                name,
                task -> new Pretrained(
                        Student.of(name, () -> plan.apply(task).network()),
                        plan.apply(task).names()));
    }

    private static Pretrained benchmark(String name, Task task) {
        BenchmarkNetwork benchmark = BenchmarkNetwork.named(name, task);
        return new Pretrained(Student.of(BENCHMARK + name, benchmark.network().network()), benchmark.names());
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
     * @param task for what; its width multiplies every number of channels, weights made elsewhere are of width 1
     * @return the network, and what PyTorch's files call its layers
     * @throws InputException when there is no such network
     */
    public static Pretrained named(String name, Task task) {
        Function<Task, Pretrained> network = ALL.get(name);
        if (network == null) {
            throw new InputException("No network named \"" + name + "\"; there are " + ALL.keySet());
        }
        return network.apply(task);
    }
}
