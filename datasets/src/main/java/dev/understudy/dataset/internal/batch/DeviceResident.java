package dev.understudy.dataset.internal.batch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.function.Function;

/**
 * Arrays that stay on a device for as long as a base manager is open, such as that of a training: over all its epochs. The
 * manager itself is where they are kept: they are found among its arrays by their names, and freed with it.
 */
final class DeviceResident {
    private DeviceResident() {}

    /**
     * The array of that name, made where there is none yet.
     *
     * @param manager on the device; the array belongs to the base manager that this one comes from
     * @param name says all that the array follows from
     * @param make makes it; whatever else it makes, it frees
     */
    static synchronized NDArray of(NDManager manager, String name, Function<NDManager, NDArray> make) {
        NDManager base = base(manager);
        String own = DeviceResident.class.getName() + " " + name;
        for (NDArray array : base.getManagedArrays()) {
            if (own.equals(array.getName()) && base.equals(array.getManager())) {
                return array;
            }
        }
        NDArray made = make.apply(base);
        made.setName(own);
        return made;
    }

    /** The topmost manager on the same device, the engine's own left out: that one is never closed. */
    private static NDManager base(NDManager manager) {
        NDManager base = manager;
        NDManager above = base.getParentManager();
        while (above != null
                && above.getParentManager() != null
                && above.getDevice().equals(manager.getDevice())) {
            base = above;
            above = base.getParentManager();
        }
        return base;
    }
}
