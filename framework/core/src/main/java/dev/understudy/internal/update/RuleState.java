package dev.understudy.internal.update;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.understudy.InputException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a rule remembers of each parameter, by name, and how many steps it has taken. */
final class RuleState implements AutoCloseable {

    private static final String PREFIX = "update.";
    private static final String COUNT = PREFIX + "count";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+");

    private final NDManager manager;
    private final Map<String, Map<String, NDArray>> arrays = new HashMap<>();
    private long count;
    private @Nullable NDArray written;

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
    NDArray get(TrainedParameter parameter, String name) {
        Map<String, NDArray> own = arrays.computeIfAbsent(parameter.name(), key -> new LinkedHashMap<>());
        NDArray present = own.get(name);
        if (present == null) {
            if (!NAME.matcher(name).matches()) {
                throw new InputException(
                        "What an update rule remembers needs a name of letters and digits; got \"" + name + "\"");
            }
            NDArray weight = parameter.parameter().getArray();
            present = manager.zeros(weight.getShape(), weight.getDataType()).toDevice(weight.getDevice(), false);
            own.put(name, present);
        }
        return present;
    }

    /** All of it, for a checkpoint. */
    Map<String, NDArray> numbers() {
        Map<String, NDArray> numbers = new LinkedHashMap<>();
        arrays.forEach(
                (parameter, own) -> own.forEach((name, array) -> numbers.put(PREFIX + name + "." + parameter, array)));
        if (written != null) {
            written.close();
        }
        written = manager.create(new long[] {count}, new Shape(1));
        numbers.put(COUNT, written);
        return numbers;
    }

    /** Goes on with {@link #numbers}, which are copied. */
    void restore(Map<String, NDArray> numbers, List<TrainedParameter> parameters) {
        numbers.forEach((key, array) -> {
            if (key.equals(COUNT)) {
                count = array.toLongArray()[0];
            } else if (key.startsWith(PREFIX)) {
                int dot = key.indexOf('.', PREFIX.length());
                String name = key.substring(PREFIX.length(), dot);
                String owner = key.substring(dot + 1);
                parameters.stream().filter(each -> each.name().equals(owner)).forEach(each -> put(each, name, array));
            }
        });
    }

    private void put(TrainedParameter parameter, String name, NDArray array) {
        NDArray own = array.duplicate();
        own.attach(manager);
        arrays.computeIfAbsent(parameter.name(), key -> new LinkedHashMap<>()).put(name, own);
    }

    @Override
    public void close() {
        manager.close();
    }
}
