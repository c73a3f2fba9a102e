package dev.understudy.internal.update;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.understudy.InputException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a rule remembers, by name, and how many steps it has taken. Checkpoints hold it by parameter, whatever the rule
 * changes together.
 */
final class RuleState implements AutoCloseable {

    private static final String PREFIX = "update.";
    private static final String COUNT = PREFIX + "count";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+");

    private final NDManager manager;
    private final Map<JointParameters, Map<String, NDArray>> arrays = new HashMap<>();
    private long count;

    /** The arrays belong to a manager of their own. */
    RuleState(NDManager parent) {
        manager = parent.newSubManager();
    }

    long count() {
        return count;
    }

    /** Begins a step. */
    void next() {
        count++;
    }

    /** The array of a name, zeros at first. */
    NDArray get(JointParameters unit, String name) {
        Map<String, NDArray> own = arrays.computeIfAbsent(unit, key -> new LinkedHashMap<>());
        NDArray present = own.get(name);
        if (present == null) {
            if (!NAME.matcher(name).matches()) {
                throw new InputException(
                        "What an update rule remembers needs a name of letters and digits; got \"" + name + "\"");
            }
            NDArray weight = unit.first().parameter().getArray();
            present = manager.zeros(unit.shape(), weight.getDataType()).toDevice(weight.getDevice(), false);
            own.put(name, present);
        }
        return present;
    }

    /** All of it, for a checkpoint: views, as it is until the next step, which go with the scope. */
    Map<String, NDArray> numbers(NDManager scope) {
        Map<String, NDArray> numbers = new LinkedHashMap<>();
        arrays.forEach((unit, own) -> own.forEach((name, array) -> {
            NDArray view = array.stopGradient();
            view.attach(scope);
            unit.split(view).forEach((parameter, part) -> numbers.put(key(name, parameter), part));
        }));
        numbers.put(COUNT, scope.create(new long[] {count}, new Shape(1)));
        return numbers;
    }

    private static String key(String name, TrainedParameter parameter) {
        return PREFIX + name + "." + parameter.name();
    }

    /** Goes on with {@link #numbers}, which are copied. */
    void restore(Map<String, NDArray> numbers, List<JointParameters> units) {
        Set<String> names = new LinkedHashSet<>();
        numbers.forEach((key, array) -> {
            if (key.equals(COUNT)) {
                count = array.toLongArray()[0];
            } else if (key.startsWith(PREFIX)) {
                names.add(key.substring(PREFIX.length(), key.indexOf('.', PREFIX.length())));
            }
        });
        names.forEach(name -> units.forEach(unit -> put(unit, name, numbers)));
    }

    private void put(JointParameters unit, String name, Map<String, NDArray> numbers) {
        List<@Nullable NDArray> parts = new ArrayList<>();
        unit.members().forEach(parameter -> parts.add(numbers.get(key(name, parameter))));
        if (parts.stream().anyMatch(part -> part != null)) {
            try (NDManager scope = manager.newSubManager()) {
                NDArray joined = unit.joined(parts, scope);
                joined.attach(manager);
                NDArray before = arrays.computeIfAbsent(unit, key -> new LinkedHashMap<>())
                        .put(name, joined);
                if (before != null) {
                    before.close();
                }
            }
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}
