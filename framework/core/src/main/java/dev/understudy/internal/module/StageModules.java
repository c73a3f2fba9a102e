package dev.understudy.internal.module;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import dev.understudy.AuxiliaryModules;
import dev.understudy.InputException;
import dev.understudy.internal.network.ForwardPlan;
import dev.understudy.internal.network.MemoryFormat;
import dev.understudy.internal.text.UserCall;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The auxiliary modules of one stage: run, read, and changed after a step. */
public final class StageModules implements AuxiliaryModules {

    private final Map<String, Entry> entries;
    private final List<Runnable> later = new ArrayList<>();
    private @Nullable ParameterStore parameters;
    private @Nullable NDManager batch;

    StageModules(Map<String, Entry> entries) {
        this.entries = entries;
    }

    /**
     * A module in a stage.
     *
     * @param block the module
     * @param plan how it is run
     * @param inputs the shapes of its inputs for a batch of one; none for one that is never run
     * @param trained its parameters that the stage trains
     * @param still whether it runs in inference mode
     * @param shared whether it is somebody else's
     */
    record Entry(
            Block block, ForwardPlan plan, List<Shape> inputs, Set<Parameter> trained, boolean still, boolean shared) {}

    /** Those that are trained or kept with the student, by name. */
    public Map<String, Block> own() {
        Map<String, Block> own = new LinkedHashMap<>();
        entries.forEach((name, entry) -> {
            if (!entry.shared) {
                own.put(name, entry.block);
            }
        });
        return own;
    }

    /** The parameters that the stage trains. */
    public Set<Parameter> trained() {
        Set<Parameter> all = new HashSet<>();
        entries.values().forEach(entry -> all.addAll(entry.trained));
        return all;
    }

    /**
     * Makes ready for a batch.
     *
     * @param latest where the parameters' values are
     * @param manager the batch's
     */
    public void begin(ParameterStore latest, NDManager manager) {
        parameters = latest;
        batch = manager;
        later.clear();
    }

    /** The names of those that are trained and run. */
    public Set<String> running() {
        return entries.entrySet().stream()
                .filter(entry ->
                        !entry.getValue().still && !entry.getValue().inputs.isEmpty())
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /**
     * Runs one on a batch of one, within a step that has {@linkplain #begin begun}.
     *
     * @param name one of those that are {@linkplain #running run}
     */
    public void runForOne(String name) {
        NDList zeros = new NDList();
        entry(name).inputs.forEach(shape -> zeros.add(batch().zeros(shape)));
        forward(name, zeros, true);
    }

    @Override
    public NDList forward(String name, NDList inputs, boolean training) {
        Entry entry = entry(name);
        ParameterStore store = entry.shared ? new ParameterStore(batch(), false) : parameters();
        NDList ordered = MemoryFormat.best(inputs);
        return UserCall.call(
                () -> "The auxiliary module \"" + name + "\"",
                () -> entry.plan.runAll(store, ordered, training && !entry.still));
    }

    @Override
    public NDArray buffer(String name) {
        if (!(entry(name).block instanceof BufferBlock buffer)) {
            throw new InputException(
                    "The auxiliary module \"" + name + "\" is no buffer; AuxiliaryModule.buffer makes one");
        }
        NDArray view = buffer.values().getArray().stopGradient();
        view.attach(batch());
        return view;
    }

    @Override
    public void afterStep(Runnable change) {
        later.add(change);
    }

    /**
     * Does what is to be done after a step.
     *
     * @param stage the stage's name, for messages
     */
    public void endStep(String stage) {
        for (Runnable change : later) {
            UserCall.run(() -> "What an objective of the stage \"" + stage + "\" does after a step", change);
        }
        later.clear();
    }

    private Entry entry(String name) {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw new InputException("No auxiliary module named \"" + name + "\"; there are " + entries.keySet());
        }
        return entry;
    }

    private ParameterStore parameters() {
        return known(parameters);
    }

    private NDManager batch() {
        return known(batch);
    }

    private static <T> T known(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("Modules are used within a step");
        }
        return value;
    }
}
