package dev.understudy.internal.update;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where one step's blocks find parameters: those that are trained as part of the step's graph, the others as they are. */
final class StepParameters extends ParameterStore {

    private final ParameterStore others;
    private final Map<Parameter, NDArray> trained;

    StepParameters(ParameterStore others, Map<Parameter, NDArray> trained, NDManager step) {
        super(step, false);
        this.others = others;
        this.trained = trained;
    }

    /** Null for the parameter that a block does not have, as DJL's blocks expect. */
    @Override
    public @Nullable NDArray getValue(@Nullable Parameter parameter, Device device, boolean training) {
        NDArray value = parameter == null ? null : trained.get(parameter);
        return value == null ? others.getValue(parameter, device, training) : value;
    }
}
