package dev.understudy.engine;

import static org.testng.Assert.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.understudy.NativeMemory;
import org.testng.annotations.Test;

/** The native heap tells of an engine's arrays. */
public final class NativeHeapTest {

    @Test
    public void anArrayIsSeenWhileItIsThere() {
        NativeMemory.inUse();
        try (NDManager manager = NDManager.newBaseManager()) {
            manager.ones(new Shape(1)).close();
            long before = NativeHeap.settledBytes();
            manager.ones(new Shape(50_000_000));
            long with = NativeHeap.bytes();
            assertTrue(with - before > 150_000_000, "from " + before + " to " + with);
        }
    }
}
