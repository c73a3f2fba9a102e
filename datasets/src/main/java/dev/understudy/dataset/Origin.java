package dev.understudy.dataset;

import java.util.Optional;
import java.util.function.IntUnaryOperator;

/**
 * The pictures in memory that a set shows.
 *
 * @param all those in memory
 * @param place which of them each of the set's own is, by its index
 */
record Origin(MemoryPictures all, IntUnaryOperator place) {

    /** Nothing where the pictures, or those that they are a view of, are not in memory. */
    static Optional<Origin> of(Pictures pictures) {
        if (pictures instanceof SubsetPictures subset) {
            return of(subset.all())
                    .map(origin -> new Origin(origin.all, index -> origin.place.applyAsInt(subset.place(index))));
        }
        return pictures instanceof MemoryPictures all
                ? Optional.of(new Origin(all, IntUnaryOperator.identity()))
                : Optional.empty();
    }
}
