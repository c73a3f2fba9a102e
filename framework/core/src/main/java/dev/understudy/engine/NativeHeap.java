package dev.understudy.engine;

import dev.understudy.internal.timing.Mallinfo;
import java.util.stream.LongStream;

/**
 * How much memory the C allocator has given out: where an engine's arrays lie on the CPU, without Java's heap. Told by
 * glibc 2.33 or newer, the C library of most Linux systems.
 */
public final class NativeHeap {

    /** The collector frees native buffers when it likes, so the lowest of some readings counts. */
    private static final int READINGS = 5;

    private NativeHeap() {}

    /**
     * Whether it is told here.
     *
     * @return true where the other methods answer
     */
    public static boolean isTold() {
        return Mallinfo.inUse().isPresent();
    }

    /**
     * What is given out at this moment, with what waits for a garbage collection.
     *
     * @return bytes
     * @throws UnsupportedOperationException where it is not told
     */
    public static long bytes() {
        return Mallinfo.inUse()
                .orElseThrow(() -> new UnsupportedOperationException(
                        "The native memory in use is read from glibc's mallinfo2; it is not here"));
    }

    /**
     * What stays given out: the lowest of some readings, each after a garbage collection.
     *
     * @return bytes
     * @throws UnsupportedOperationException where it is not told
     */
    public static long settledBytes() {
        return LongStream.generate(NativeHeap::afterCollection)
                .limit(READINGS)
                .min()
                .orElseThrow();
    }

    private static long afterCollection() {
        System.gc();
        return bytes();
    }
}
