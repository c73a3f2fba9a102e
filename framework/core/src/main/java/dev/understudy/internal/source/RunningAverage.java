package dev.understudy.internal.source;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import dev.understudy.Activations;
import dev.understudy.TeacherTap;
import dev.understudy.internal.format.Weights;
import dev.understudy.internal.loop.InitialStudent;
import dev.understudy.internal.loop.TapRoute;
import dev.understudy.internal.network.Blocks;
import dev.understudy.internal.network.DetachedParameters;
import dev.understudy.source.WeightAverage;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** The average of one student's weights while it is trained: the same network with other numbers. */
public final class RunningAverage {

    private static final String UPDATES = "number of updates";

    /** More updates than float32 counts one by one make no difference to any decay that it can hold. */
    private static final long MOST_UPDATES = 1 << 24;

    private final String name;
    private final WeightAverage settings;
    private final InitialStudent student;
    private final NDManager manager;
    private final Map<Parameter, NDArray> values = new HashMap<>();
    private long updates;

    /**
     * Begins with the student's present weights.
     *
     * @param manager owns its numbers
     */
    RunningAverage(String name, WeightAverage settings, InitialStudent student, NDManager manager) {
        this.name = name;
        this.settings = settings;
        this.student = student;
        this.manager = manager;
        student.network().getParameters().values().forEach(parameter -> {
            try (NDArray now = parameter.getArray().stopGradient()) {
                put(parameter, now.duplicate());
            }
        });
    }

    private void put(Parameter parameter, NDArray value) {
        value.attach(manager);
        NDArray before = values.put(parameter, value);
        if (before != null) {
            before.close();
        }
    }

    /** Shows it a batch; what it puts out goes with the batch. */
    Activations<TeacherTap> of(NDList images, TapRoute<TeacherTap> route) {
        ParameterStore store = new DetachedParameters(images.head().getManager(), values);
        return route.activations(route.run(store, images, !settings.isInferenceMode()));
    }

    /** Takes in the student's weights after a step. */
    void update() {
        updates = Math.min(updates + 1, MOST_UPDATES);
        double stays = Math.min(1 - 1.0 / (updates + 1), settings.getDecay());
        try (NDManager scope = manager.newSubManager()) {
            NDArray old = scope.full(new Shape(1), (float) stays);
            NDArray fresh = scope.full(new Shape(1), (float) (1 - stays));
            values.forEach((parameter, value) -> {
                if (isAveraged(parameter)) {
                    NDArray now = parameter.getArray().stopGradient();
                    now.attach(scope);
                    value.muli(old).addi(now.mul(fresh));
                }
            });
        }
    }

    /** Not what stands still, nor running statistics that move by themselves. */
    private boolean isAveraged(Parameter parameter) {
        return Blocks.isStatistic(parameter)
                ? settings.isInferenceMode()
                : !student.frozen().contains(parameter);
    }

    /** Everything that a checkpoint holds of it, by name; the handles go with the given manager. */
    void keep(Map<String, NDArray> numbers, NDManager with) {
        student.network()
                .getParameters()
                .forEach(entry ->
                        numbers.put(key(entry.getKey()), Objects.requireNonNull(values.get(entry.getValue()))));
        numbers.put(key(UPDATES), with.create(new float[] {updates}, new Shape(1)));
    }

    void restore(Map<String, NDArray> numbers) {
        student.network()
                .getParameters()
                .forEach(entry -> put(
                        entry.getValue(),
                        Objects.requireNonNull(numbers.get(key(entry.getKey())), name)
                                .duplicate()));
        updates = (long) Objects.requireNonNull(numbers.get(key(UPDATES)), name).getFloat(0);
    }

    private String key(String parameter) {
        return "average." + name + "." + parameter;
    }

    /** Its numbers in place of the network's. */
    Map<Parameter, NDArray> values() {
        return values;
    }

    /** Puts its numbers into the network, for good, where the manager owns them. */
    void ship(NDManager owner) {
        values.forEach((parameter, value) -> Weights.replace(parameter, value.duplicate(), owner));
    }
}
