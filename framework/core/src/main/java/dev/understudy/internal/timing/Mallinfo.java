package dev.understudy.internal.timing;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Structure;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What glibc says of its allocator. */
public final class Mallinfo {

    private static final @Nullable Allocator ALLOCATOR = load();

    private Mallinfo() {}

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

    /**
     * How much is given out now.
     *
     * @return bytes, or nothing where the C library is not glibc 2.33 or newer
     */
    public static OptionalLong inUse() {
        return ALLOCATOR == null ? OptionalLong.empty() : OptionalLong.of(read(ALLOCATOR));
    }

    private static long read(Allocator allocator) {
        Info info = allocator.mallinfo2();
        return info.hblkhd + info.uordblks;
    }

    private static @Nullable Allocator load() {
        try {
            Allocator allocator = Native.load("c", Allocator.class);
            allocator.mallinfo2();
            return allocator;
        } catch (UnsatisfiedLinkError e) {
            return null;
        }
    }
}
