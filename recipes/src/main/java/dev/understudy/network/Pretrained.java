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
 * A network as torchvision builds it, so that weights trained there can teach here: by the same names, {@code vgg11} to
 * {@code vgg19}, these with {@code _bn}, and {@code resnet18} to {@code resnet152}.
 *
 * @param network makes it
 * @param names what torchvision calls its layers
 */
public record Pretrained(Student network, NameMap names) {

    private static final Map<String, Function<Task, LayerPlan>> ALL = new LinkedHashMap<>();

    static {
        for (int layers : Vgg.LAYERS) {
            ALL.put("vgg" + layers, task -> Vgg.of(layers, false, task));
            ALL.put("vgg" + layers + "_bn", task -> Vgg.of(layers, true, task));
        }
        for (int layers : ResNet.LAYERS) {
            ALL.put("resnet" + layers, task -> ResNet.of(layers, task));
        }
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
     * @param task for what; its width multiplies every number of channels, torchvision's weights are of width 1
     * @return the network, and what torchvision calls its layers
     * @throws InputException when there is no such network
     */
    public static Pretrained named(String name, Task task) {
        Function<Task, LayerPlan> plan = ALL.get(name);
        if (plan == null) {
            throw new InputException("No network named \"" + name + "\"; there are " + ALL.keySet());
        }
        return new Pretrained(
                Student.of(name, () -> plan.apply(task).network()),
                plan.apply(task).names());
    }
}
