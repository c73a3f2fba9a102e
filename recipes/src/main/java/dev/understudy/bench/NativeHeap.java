package dev.understudy.bench;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Structure;
import java.util.stream.DoubleStream;

/** How much the C allocator has given out: where an engine's arrays lie, without Java's heap. */
final class NativeHeap {

    /** The collector frees native buffers when it likes, so the lowest of some readings counts. */
    private static final int READINGS = 5;

    private static final double MB = 1e6;

    private NativeHeap() {}

    /** glibc's {@code mallinfo2}. */
    public interface Allocator extends Library {

        /**
         * What is in use.
         *
         * @return over all arenas
         */
        Info mallinfo2();
    }

    /** glibc's {@code struct mallinfo2}. */
    @Structure.FieldOrder({
        "arena",
        "ordblks",
        "smblks",
        "hblks",
        "hblkhd",
        "usmblks",
        "fsmblks",
        "uordblks",
        "fordblks",
        "keepcost"
    })
    public static final class Info extends Structure implements Structure.ByValue {
        public long arena;
        public long ordblks;
        public long smblks;
        public long hblks;
        public long hblkhd;
        public long usmblks;
        public long fsmblks;
        public long uordblks;
        public long fordblks;
        public long keepcost;
    }

    /** Whether the allocator says it. */
    static boolean isTold() {
        try {
            return Native.load("c", Allocator.class).mallinfo2() != null;
        } catch (UnsatisfiedLinkError e) {
            return false;
        }
    }

    /** What is in use, in MB. */
    static double inUse() {
        Allocator allocator = Native.load("c", Allocator.class);
        return DoubleStream.generate(() -> read(allocator))
                .limit(READINGS)
                .min()
                .orElseThrow();
    }

    private static double read(Allocator allocator) {
        System.gc();
        Info info = allocator.mallinfo2();
        return (info.hblkhd + info.uordblks) / MB;
    }
}
