package dev.understudy.dataset.internal.set;

import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** The decoded pictures of one set, as many as the budget allows; it gets them back when this object is collected. */
final class ImageCache {
    private static final Cleaner CLEANER = Cleaner.create();

    /** The header of an array, the reference to it. */
    private static final int BESIDES = 24;

    private final AtomicReferenceArray<byte @Nullable []> pictures;
    private final ImageCacheBudget budget;
    private final AtomicLong held = new AtomicLong();

    ImageCache(int size, ImageCacheBudget budget) {
        this.pictures = new AtomicReferenceArray<>(size);
        this.budget = budget;
        AtomicLong mine = held;
        CLEANER.register(this, () -> budget.giveBack(mine.get()));
    }

    /** A picture that must not be changed, or null where it is not kept. */
    byte @Nullable [] get(int index) {
        return pictures.get(index);
    }

    /** Keeps a picture, unless the budget is used up or another thread was first. */
    void offer(int index, byte[] picture) {
        long bytes = (long) picture.length + BESIDES;
        if (!budget.take(bytes)) {
            return;
        }
        if (pictures.compareAndSet(index, null, picture)) {
            held.addAndGet(bytes);
        } else {
            budget.giveBack(bytes);
        }
    }
}
