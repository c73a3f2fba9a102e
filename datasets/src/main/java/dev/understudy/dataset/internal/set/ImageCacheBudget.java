package dev.understudy.dataset.internal.set;

import java.util.concurrent.atomic.AtomicLong;

/** How much memory decoded images may take, all sets together. */
public final class ImageCacheBudget {
    /** A quarter of what the heap may grow to. */
    static final ImageCacheBudget HEAP =
            new ImageCacheBudget(Runtime.getRuntime().maxMemory() / 4);

    private final long most;
    private final AtomicLong taken = new AtomicLong();

    /**
     * A budget of which nothing is taken.
     *
     * @param most in bytes
     */
    public ImageCacheBudget(long most) {
        this.most = most;
    }

    /** Takes all of the bytes, or nothing where they do not fit. */
    boolean take(long bytes) {
        boolean fits = taken.addAndGet(bytes) <= most;
        if (!fits) {
            taken.addAndGet(-bytes);
        }
        return fits;
    }

    void giveBack(long bytes) {
        taken.addAndGet(-bytes);
    }

    long taken() {
        return taken.get();
    }
}
