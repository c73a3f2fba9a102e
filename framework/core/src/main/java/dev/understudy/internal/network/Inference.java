package dev.understudy.internal.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import dev.understudy.internal.data.EngineThread;
import java.util.List;
import java.util.Map;

/**
 * A network that is looked at and not trained: the part of it that is needed, in inference mode, without gradients on any
 * thread, and with batch norms folded into convolutions as the weights are now. The one way in which a teacher is shown a
 * batch and any network is measured.
 */
public final class Inference implements AutoCloseable {

    private final NDManager own;
    private final ParameterStore parameters;
    private final ForwardPlan route;

    private Inference(NDManager own, ParameterStore parameters, ForwardPlan route) {
        this.own = own;
        this.parameters = parameters;
        this.route = route;
    }

    /**
     * Makes a network ready.
     *
     * @param network an initialised network, whose weights may not change before this is closed
     * @param taps full paths as {@link BlockPaths#resolve} gives them
     * @param output whether the network's output is wanted too
     * @param manager its device is where the network runs
     * @return what shows it batches, to be closed
     */
    public static Inference of(Block network, List<String> taps, boolean output, NDManager manager) {
        return of(ForwardPlan.through(network, taps, output), Map.of(), manager);
    }

    /**
     * A network with other numbers than its own.
     *
     * @param network an initialised network
     * @param values in place of its parameters' own; they may not change before this is closed
     * @param manager its device is where the network runs
     * @return what shows it batches and gives its output, to be closed
     */
    public static Inference of(Block network, Map<Parameter, NDArray> values, NDManager manager) {
        return of(ForwardPlan.through(network, List.of(), true), values, manager);
    }

    private static Inference of(ForwardPlan route, Map<Parameter, NDArray> values, NDManager manager) {
        NDManager own = manager.newSubManager();
        try {
            ParameterStore parameters = new DetachedParameters(own, values);
            return new Inference(own, parameters, route.folded(own, parameters));
        } catch (RuntimeException e) {
            own.close();
            throw e;
        }
    }

    /**
     * Shows the network a batch.
     *
     * @param input the batch's data
     * @return the activation at each tap, in order, then the output where it is wanted; attached to the data's manager
     */
    public NDList forward(NDList input) {
        EngineThread.ready();
        return route.run(parameters, MemoryFormat.best(input), false);
    }

    @Override
    public void close() {
        own.close();
    }
}
