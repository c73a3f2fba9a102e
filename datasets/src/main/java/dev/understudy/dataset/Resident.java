package dev.understudy.dataset;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.function.Function;

/**
 * Arrays that stay on a device for as long as a manager is open. The manager itself is where they are kept: they are
 * found among its arrays by their names, and freed with it.
 */
final class Resident {
    private Resident() {}

    /**
     * The array of that name, made where there is none yet.
     *
     * @param manager what it belongs to; of those below it none is searched
     * @param name says all that the array follows from
     * @param make makes it; whatever else it makes, it frees
     */
    static synchronized NDArray of(NDManager manager, String name, Function<NDManager, NDArray> make) {
        String own = Resident.class.getName() + " " + name;
        for (NDArray array : manager.getManagedArrays()) {
            if (own.equals(array.getName()) && manager.equals(array.getManager())) {
                return array;
            }
        }
        NDArray made = make.apply(manager);
        made.setName(own);
        return made;
    }
}
