package dev.understudy.internal.data;

import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A training set whose batches are each made from a seed of their own, whatever drew random numbers before. */
public final class SeededBatchReader {

    private final Supplier<Dataset> dataset;
    private final NDManager scope;
    private final LongUnaryOperator seeds;
    private @Nullable Iterator<Batch> batches;
    private long next;

    /**
     * Reads nothing yet.
     *
     * @param dataset gives the set
     * @param scope owns the batches
     * @param seeds the seed of each batch by its number; the order is drawn with the first
     */
    public SeededBatchReader(Supplier<Dataset> dataset, NDManager scope, LongUnaryOperator seeds) {
        this.dataset = dataset;
        this.scope = scope;
        this.seeds = seeds;
    }

    /** The next batch, to be closed; nothing at the end. */
    public Optional<Batch> next() throws IOException {
        return EngineLocks.take(() -> {
            scope.getEngine().setRandomSeed((int) seeds.applyAsLong(next++));
            Iterator<Batch> all = batches == null
                    ? BatchReader.of("The training set", dataset, scope).iterator()
                    : batches;
            batches = all;
            return all.hasNext() ? Optional.of(all.next()) : Optional.empty();
        });
    }
}
