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
final class DetachedParameters extends ParameterStore {

    private final NDManager manager;
    private final Map<Parameter, NDArray> values = new HashMap<>();

    DetachedParameters(NDManager manager) {
        super(manager, false);
        this.manager = manager;
    }

    /** Null for the parameter that a block does not have, as DJL's blocks expect. */
    @Override
    public @Nullable NDArray getValue(@Nullable Parameter parameter, Device device, boolean training) {
        return parameter == null
                ? null
                : values.computeIfAbsent(parameter, wanted -> detached(super.getValue(wanted, device, training)));
    }

    private NDArray detached(NDArray value) {
        NDArray detached = value.stopGradient();
        detached.attach(manager);
        return detached;
    }
}
