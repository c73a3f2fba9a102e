package dev.understudy.internal.network;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import java.util.ArrayList;
import java.util.List;

/**
 * A batch in parts, one for each of several devices, and arrays on their way between these. Gradients flow back through
 * all copies. What is wanted on all devices is copied from one to the next, so that no sum of gradients has more than two
 * terms: in whatever order they come, the sum is the same, bit for bit.
 */
public final class Shards {

    private Shards() {}

    /**
     * Splits a batch evenly.
     *
     * @param whole {@code [batch, ...]} on the first device
     * @param devices one or more
     * @return a shard for each device, in order, on that device; where there are fewer samples, a shard for each of the
     *     first devices
     */
    public static NDList scatter(NDArray whole, List<Device> devices) {
        if (devices.size() == 1) {
            return new NDList(whole);
        }
        long size = whole.getShape().get(0);
        NDList shards = new NDList();
        int count = devices.size();
        for (int i = 0; i < count; i++) {
            long from = (size * i + count - 1) / count;
            long to = (size * (i + 1) + count - 1) / count;
            if (from < to) {
                NDArray part = whole.get(new NDIndex(from + ":" + to));
                shards.add(move(part, whole.getManager().newSubManager(devices.get(i))));
            }
        }
        return shards;
    }

    /**
     * Puts together what came of the shards.
     *
     * @param shards a list of arrays {@code [batch, ...]} for each shard
     * @return each array for the whole batch, on the first one's device
     */
    public static NDList gather(List<NDList> shards) {
        NDList first = shards.get(0);
        if (shards.size() == 1) {
            return first;
        }
        NDList whole = new NDList();
        for (int i = 0; i < first.size(); i++) {
            NDManager there = first.get(i).getManager();
            NDList parts = new NDList(first.get(i));
            for (NDList shard : shards.subList(1, shards.size())) {
                parts.add(move(shard.get(i), there));
            }
            whole.add(NDArrays.concat(parts));
        }
        return whole;
    }

    /** An array on the devices of some shards; the first shard is where it lies. */
    static List<NDArray> spread(NDArray array, List<NDArray> shards) {
        List<NDArray> copies = new ArrayList<>();
        for (NDArray shard : shards) {
            copies.add(copies.isEmpty() ? array : move(copies.get(copies.size() - 1), shard.getManager()));
        }
        return copies;
    }

    /** A copy on a manager's device, which belongs to that manager. */
    public static NDArray move(NDArray array, NDManager to) {
        NDArray copy = array.toDevice(to.getDevice(), true);
        NDManager made = copy.getManager();
        copy.attach(to);
        if (made != array.getManager()) {
            made.close();
        }
        return copy;
    }
}
