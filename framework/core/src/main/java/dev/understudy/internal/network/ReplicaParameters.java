package dev.understudy.internal.network;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parameters on one device more, for one step: copies of those on the device before it. They are part of the graph, so
 * that their gradients arrive where the parameters are, summed over the devices; nothing has to be kept the same on
 * several devices.
 */
public final class ReplicaParameters extends ParameterStore {

    private final ParameterStore before;
    private final Device device;
    private final NDManager manager;
    private final Map<Parameter, NDArray> copies = new HashMap<>();

    private ReplicaParameters(ParameterStore before, Device device, NDManager manager) {
        super(manager, false);
        this.before = before;
        this.device = device;
        this.manager = manager;
    }

    /**
     * Where each shard's device finds the parameters.
     *
     * @param first those on the first shard's device
     * @param shards one or more; the copies belong to their managers
     */
    public static List<ParameterStore> of(ParameterStore first, NDList shards) {
        List<ParameterStore> stores = new ArrayList<>(List.of(first));
        for (int i = 1; i < shards.size(); i++) {
            stores.add(new ReplicaParameters(
                    stores.get(i - 1),
                    shards.get(i - 1).getDevice(),
                    shards.get(i).getManager()));
        }
        return stores;
    }

    /** Null for the parameter that a block does not have, as DJL's blocks expect. */
    @Override
    public @Nullable NDArray getValue(@Nullable Parameter parameter, Device here, boolean training) {
        return parameter == null
                ? null
                : copies.computeIfAbsent(
                        parameter, wanted -> Shards.move(before.getValue(wanted, device, training), manager));
    }
}
