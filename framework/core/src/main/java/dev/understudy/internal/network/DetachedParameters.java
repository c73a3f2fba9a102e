package dev.understudy.internal.network;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values of parameters without gradients: what is computed from them needs no graph, on any thread and whether the
 * network is frozen or not. They share the parameters' memory; the handles go with the manager. For one thread.
 */
public final class DetachedParameters extends ParameterStore {

    private final NDManager manager;
    private final Map<Parameter, NDArray> values = new HashMap<>();
    private final Map<Parameter, NDArray> others;

    DetachedParameters(NDManager manager) {
        this(manager, Map.of());
    }

    /**
     * With other values for some parameters.
     *
     * @param manager holds the handles
     * @param others in place of the parameters' own
     */
    public DetachedParameters(NDManager manager, Map<Parameter, NDArray> others) {
        super(manager, false);
        this.manager = manager;
        this.others = others;
    }

    /** Null for the parameter that a block does not have, as DJL's blocks expect. */
    @Override
    public @Nullable NDArray getValue(@Nullable Parameter parameter, Device device, boolean training) {
        return parameter == null
                ? null
                : values.computeIfAbsent(parameter, wanted -> detached(value(wanted, device, training)));
    }

    private NDArray value(Parameter wanted, Device device, boolean training) {
        NDArray other = others.get(wanted);
        return other == null ? super.getValue(wanted, device, training) : other;
    }

    private NDArray detached(NDArray value) {
        NDArray detached = value.stopGradient();
        detached.attach(manager);
        return detached;
    }
}
