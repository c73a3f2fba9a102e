package dev.understudy.dataset.internal.set;

import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** The decoded images of one set, as many as the budget allows; it gets them back when this object is collected. */
final class ImageCache {
    private static final Cleaner CLEANER = Cleaner.create();

    /** The header of an array, the reference to it. */
    private static final int BESIDES = 24;

    private final AtomicReferenceArray<byte @Nullable []> images;
    private final ImageCacheBudget budget;
    private final AtomicLong held = new AtomicLong();

    ImageCache(int size, ImageCacheBudget budget) {
        this.images = new AtomicReferenceArray<>(size);
        this.budget = budget;
        AtomicLong mine = held;
        CLEANER.register(this, () -> budget.giveBack(mine.get()));
    }

    /** An image that must not be changed, or null where it is not kept. */
    byte @Nullable [] get(int index) {
        return images.get(index);
    }

    /** Keeps an image, unless the budget is used up or another thread was first. */
    void offer(int index, byte[] image) {
        long bytes = (long) image.length + BESIDES;
        if (!budget.take(bytes)) {
            return;
        }
        if (images.compareAndSet(index, null, image)) {
            held.addAndGet(bytes);
        } else {
            budget.giveBack(bytes);
        }
    }
}
