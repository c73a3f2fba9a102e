package dev.understudy.dataset.internal.batch;

import dev.understudy.dataset.Images;
import dev.understudy.dataset.internal.set.MemoryImages;
import dev.understudy.dataset.internal.set.SubsetImages;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/**
 * The images in memory that a set shows.
 *
 * @param all those in memory
 * @param place which of them each of the set's own is, by its index
 */
record ImageOrigin(MemoryImages all, IntUnaryOperator place) {

    /** Nothing where the images, or those that they are a view of, are not in memory. */
    static Optional<ImageOrigin> of(Images images) {
        if (images instanceof SubsetImages subset) {
            return of(subset.all())
                    .map(origin -> new ImageOrigin(origin.all, index -> origin.place.applyAsInt(subset.place(index))));
        }
        return images instanceof MemoryImages all
                ? Optional.of(new ImageOrigin(all, IntUnaryOperator.identity()))
                : Optional.empty();
    }
}
