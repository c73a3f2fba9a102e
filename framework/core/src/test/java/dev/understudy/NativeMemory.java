package dev.understudy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.understudy.engine.NativeHeap;
import dev.understudy.internal.arithmetic.RepeatedNumbers;
import java.util.ArrayList;
import java.util.List;
import org.testng.SkipException;

/** {@link NativeHeap} for tests: those that need it are skipped where it is not told. */
public final class NativeMemory {

    private NativeMemory() {}

    /** Bytes in use, after a collection. */
    public static long inUse() {
        if (!NativeHeap.isTold()) {
            throw new SkipException("The allocator here does not say how much is in use");
        }
        System.gc();
        return NativeHeap.bytes();
    }

    /**
     * How many arrays each manager holds, from the epoch's to the engine's; the batch's own are not counted, nor are the few
     * numbers that stay for all steps.
     */
    public static List<Integer> arrays(NDArray ofBatch) {
        List<Integer> counts = new ArrayList<>();
        NDManager manager = ofBatch.getManager().getParentManager();
        while (manager != null) {
            int held = manager.getManagedArrays().size();
            manager = manager.getParentManager();
            counts.add(manager == null ? held - RepeatedNumbers.kept() : held);
        }
        return counts;
    }
}
