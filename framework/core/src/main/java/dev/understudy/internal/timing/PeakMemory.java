package dev.understudy.internal.timing;

import ai.djl.Device;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** The most memory that was in use while this was open, looked at again and again. */
public final class PeakMemory implements AutoCloseable {

    private static final long PAUSE = 1_000_000;

    /** A card's driver is asked less often: it answers slowly. */
    private static final long PAUSE_OF_DEVICES = 10_000_000;

    private final LongAccumulator highest = new LongAccumulator(Math::max, 0);
    private final Thread thread = new Thread(this::watch, "understudy-memory-peak");
    private volatile boolean open = true;

    private final Supplier<OptionalLong> inUse;
    private final long pause;

    private PeakMemory(Supplier<OptionalLong> inUse, long pause) {
        this.inUse = inUse;
        this.pause = pause;
        thread.setDaemon(true);
    }

    /**
     * Begins to look at what the C allocator has given out, about every millisecond.
     *
     * @return to be closed
     */
    public static PeakMemory begin() {
        return begin(Mallinfo::inUse, PAUSE);
    }

    /**
     * Begins to look at the memory of whole graphics cards, about a hundred times a second.
     *
     * @param devices which
     * @return to be closed
     */
    public static PeakMemory begin(List<Device> devices) {
        return begin(() -> GraphicsCards.inUse(devices), PAUSE_OF_DEVICES);
    }

    static PeakMemory begin(Supplier<OptionalLong> inUse, long pause) {
        PeakMemory peak = new PeakMemory(inUse, pause);
        peak.thread.start();
        return peak;
    }

    /** Looks now. */
    public void look() {
        inUse.get().ifPresent(highest::accumulate);
    }

    /**
     * The most so far.
     *
     * @return bytes; 0 where nobody tells
     */
    public long bytes() {
        return highest.get();
    }

    private void watch() {
        while (open) {
            look();
            LockSupport.parkNanos(pause);
        }
    }

    @Override
    public void close() {
        open = false;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
