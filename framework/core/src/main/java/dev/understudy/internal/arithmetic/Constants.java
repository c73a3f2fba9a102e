package dev.understudy.internal.arithmetic;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Small arrays that are the same in every step, put on a device once, so that no step sends them there. */
public final class Constants {

    /** More than networks have sizes of maps; beyond, each is made where it is wanted. */
    private static final int MOST = 256;

    private static final Map<Key, NDArray> KEPT = new ConcurrentHashMap<>();

    private Constants() {}

    private record Key(String engine, Device device, DataType type, Object what) {}

    /**
     * An array of numbers that follow from a key.
     *
     * @param what says all that they follow from
     * @param like of its type, on its device; the array given belongs to its manager
     * @param shape the shape
     * @param numbers makes them where they are not kept yet
     */
    public static NDArray of(Object what, NDArray like, Shape shape, Supplier<float[]> numbers) {
        String engine = like.getManager().getEngine().getEngineName();
        Key key = new Key(engine, like.getDevice(), like.getDataType(), what);
        NDArray kept = KEPT.get(key);
        if (kept == null) {
            if (KEPT.size() >= MOST) {
                return made(like, shape, numbers, like.getManager());
            }
            kept = KEPT.computeIfAbsent(
                    key, absent -> made(like, shape, numbers, NDManager.newBaseManager(like.getDevice(), engine)));
        }
        return Targets.beside(kept, like);
    }

    private static NDArray made(NDArray like, Shape shape, Supplier<float[]> numbers, NDManager owner) {
        NDArray made = owner.create(numbers.get(), shape);
        return like.getDataType() == DataType.FLOAT32 ? made : made.toType(like.getDataType(), true);
    }
}
