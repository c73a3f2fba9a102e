package dev.understudy;

import dev.understudy.engine.NativeHeap;
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
}
