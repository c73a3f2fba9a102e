package dev.understudy.internal.trial;

import dev.understudy.internal.network.MemoryFormat;
import java.util.ArrayList;
import java.util.List;

/**
 * How a GPU computes a training.
 *
 * @param order the order of images in memory
 * @param tried whether cuDNN tries its algorithms
 */
record GpuSettings(MemoryFormat.Order order, boolean tried) {

    /** As they come. */
    static final GpuSettings USUAL = new GpuSettings(MemoryFormat.Order.USUAL, false);

    /** All that there are; without cuDNN's trial where the user has said whether it tries. */
    static List<GpuSettings> all() {
        List<GpuSettings> all = new ArrayList<>();
        for (boolean tried : CudnnTrial.isTheUsers() ? new boolean[] {false} : new boolean[] {false, true}) {
            for (MemoryFormat.Order order : MemoryFormat.Order.values()) {
                all.add(new GpuSettings(order, tried));
            }
        }
        return all;
    }

    String words() {
        return (order == MemoryFormat.Order.USUAL ? "images as they come" : "channels last")
                + (tried ? " and cuDNN's trial of algorithms" : "");
    }
}
