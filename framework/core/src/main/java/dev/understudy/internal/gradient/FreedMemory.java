package dev.understudy.internal.gradient;

import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.nio.ByteBuffer;

/** Memory off the heap that nobody holds any more: has it freed, and something else written into it. */
final class FreedMemory {

    /** More than what the C allocator has at hand in this size, so that it comes to the piece that was freed last. */
    private static final int BUFFERS = 20_000;

    /** Twice the bytes of 1e30 as a float: large as float, double or whole number. */
    private static final long LARGE = 0x7149_F2CA_7149_F2CAL;

    /** The same with both signs. */
    private static final long NEGATIVE = LARGE | 0x8000_0000_8000_0000L;

    private static final int TRIES = 5;
    private static final long WAIT_MILLIS = 2_000;

    private FreedMemory() {}

    /**
     * Has memory that is freed from now on be handed out again: the thread on which Java frees keeps a few pieces for
     * itself, so these are given to it.
     */
    static void prepare() {
        fill(LARGE);
        collect();
    }

    /** Frees all that can be, and writes large numbers into memory of the size of single ones. */
    static void overwriteByLarge() {
        overwrite(LARGE);
    }

    /** The same with numbers far below zero: whatever a number is compared with, one of the two changes the answer. */
    static void overwriteByNegative() {
        overwrite(NEGATIVE);
    }

    private static void overwrite(long other) {
        // Java frees on a thread of its own, list after list: once it has come to what a later collection found, it is
        // done with all that the one before found.
        collect();
        collect();
        fill(other);
    }

    private static void fill(long other) {
        for (int i = 0; i < BUFFERS; i++) {
            ByteBuffer.allocateDirect(Long.BYTES).putLong(0, other);
        }
    }

    /** Collects, and waits until Java has come to it. */
    private static void collect() {
        ReferenceQueue<Object> found = new ReferenceQueue<>();
        Reference<Object> canary = new PhantomReference<>(new Object(), found);
        try {
            for (int i = 0; i < TRIES; i++) {
                System.gc();
                if (found.remove(WAIT_MILLIS) != null) {
                    break;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            Reference.reachabilityFence(canary);
        }
    }
}
