package dev.understudy;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Structure;
import org.testng.SkipException;

/** How much memory the C allocator has given out: where an engine's arrays lie, without Java's heap. */
final class NativeMemory {

    private NativeMemory() {}

    /** glibc's {@code mallinfo2}. */
    public interface Allocator extends Library {

        /** What is in use in all arenas. */
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

    /** Bytes in use, after a collection. */
    static long inUse() {
        System.gc();
        try {
            Info info = Native.load("c", Allocator.class).mallinfo2();
            return info.hblkhd + info.uordblks;
        } catch (UnsatisfiedLinkError e) {
            throw new SkipException("The allocator here does not say how much is in use", e);
        }
    }
}
