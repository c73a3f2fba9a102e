package dev.understudy.internal.arithmetic;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.understudy.internal.network.Shards;
import java.util.function.Function;

/**
 * Reads arrays that live on. From a GPU DJL makes a copy to read from, which stays as long as the array's manager; here it
 * goes at once. Waits for the device.
 */
public final class OnHost {

    private OnHost() {}

    /**
     * What a reader makes of an array's numbers.
     *
     * @param array on any device
     * @param reader such as {@code NDArray::toFloatArray}
     */
    public static <T> T read(NDArray array, Function<NDArray, T> reader) {
        if (!array.getDevice().isGpu()) {
            return reader.apply(array);
        }
        try (NDManager processor = array.getManager().newSubManager(Device.cpu())) {
            return reader.apply(Shards.move(array, processor));
        }
    }
}
