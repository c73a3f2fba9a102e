package dev.understudy.dataset.internal.batch;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import ai.djl.translate.Batchifier;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;

/**
 * The batches of one epoch, or some of them. An iterator that is abandoned leaves nothing behind but the
 * numbers of at most two batches to collect.
 */
public final class BatchIterator implements Iterator<Batch> {
    private static final int AHEAD = 2;

    /** A batch that was begun: which images, and what ends it. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Begun(int[] indices, Function<NDManager, NDList> arrays) {}

    private final NDManager manager;
    private final BatchPlan recipe;
    private final BatchSource source;
    private final int[] order;
    private final int begin;
    private final int end;
    private final Deque<Begun> ready = new ArrayDeque<>();
    private int asked;
    private long delivered;

    BatchIterator(NDManager manager, BatchPlan recipe, int epoch, BatchSource source) {
        this(manager, recipe, epoch, source, 0, recipe.batchCount());
    }

    private BatchIterator(NDManager manager, BatchPlan recipe, int epoch, BatchSource source, int begin, int end) {
        this.manager = manager;
        this.recipe = recipe;
        this.source = source;
        this.order = recipe.order(epoch);
        this.begin = begin;
        this.end = end;
        this.asked = begin;
        this.delivered = (long) begin * recipe.batchSize();
        ask();
    }

    /** Batches made where they are wanted, if that can be, else in memory. */
    public static BatchIterator of(NDManager manager, BatchPlan recipe, int epoch) {
        return of(manager, recipe, epoch, 0, recipe.batchCount());
    }

    /**
     * The same from one batch on to before another.
     *
     * @param begin the first batch, from 0
     * @param end the batch after the last
     */
    public static BatchIterator of(NDManager manager, BatchPlan recipe, int epoch, int begin, int end) {
        BatchSource source = DeviceSource.suits(manager.getDevice(), recipe)
                ? new DeviceSource(manager, recipe, epoch)
                : new HostSource(recipe, epoch);
        return new BatchIterator(manager, recipe, epoch, source, begin, end);
    }

    private void ask() {
        while (asked < end && ready.size() < AHEAD) {
            int from = asked++ * recipe.batchSize();
            int[] indices = Arrays.copyOfRange(order, from, Math.min(from + recipe.batchSize(), order.length));
            ready.add(new Begun(indices, source.begin(indices)));
        }
    }

    @Override
    public boolean hasNext() {
        return !ready.isEmpty();
    }

    @Override
    public Batch next() {
        Begun next = ready.poll();
        if (next == null) {
            throw new NoSuchElementException("The epoch's " + (end - begin) + " batches are used up");
        }
        Batch batch = batch(next);
        ask();
        return batch;
    }

    private Batch batch(Begun next) {
        NDManager own = manager.newSubManager();
        try {
            int size = next.indices().length;
            NDList arrays = next.arrays().apply(own);
            NDList data = new NDList(arrays.get(0));
            NDList labels = new NDList(arrays.get(1));
            List<Long> indices =
                    Arrays.stream(next.indices()).asLongStream().boxed().toList();
            delivered += size;
            return new Batch(
                    own, data, labels, size, Batchifier.STACK, Batchifier.STACK, delivered, order.length, indices);
        } catch (RuntimeException e) {
            own.close();
            throw e;
        }
    }
}
