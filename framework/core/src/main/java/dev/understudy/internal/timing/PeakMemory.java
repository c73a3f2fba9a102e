package dev.understudy.internal.timing;

import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.locks.LockSupport;

/** The most that the C allocator has given out while this was open, looked at about every millisecond. */
public final class PeakMemory implements AutoCloseable {

    private static final long PAUSE = 1_000_000;

    private final LongAccumulator highest = new LongAccumulator(Math::max, 0);
    private final Thread thread = new Thread(this::watch, "understudy-heap-peak");
    private volatile boolean open = true;

    private PeakMemory() {
        thread.setDaemon(true);
    }

    /**
     * Begins to look.
     *
     * @return to be closed
     */
    public static PeakMemory begin() {
        PeakMemory peak = new PeakMemory();
        peak.thread.start();
        return peak;
    }

    /** Looks now. */
    public void look() {
        Mallinfo.inUse().ifPresent(highest::accumulate);
    }

    /**
     * The most so far.
     *
     * @return bytes; 0 where the allocator does not tell
     */
    public long bytes() {
        return highest.get();
    }

    private void watch() {
        while (open) {
            look();
            LockSupport.parkNanos(PAUSE);
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
