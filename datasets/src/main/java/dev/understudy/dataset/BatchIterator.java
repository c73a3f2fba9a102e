package dev.understudy.dataset;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.Batch;
import ai.djl.translate.Batchifier;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The batches of one epoch. An iterator that is abandoned leaves nothing behind but the
 * numbers of at most two batches to collect.
 */
final class BatchIterator implements Iterator<Batch> {
    private static final int AHEAD = 2;
    private static final long IDLE_SECONDS = 5;

    /** One daemon thread for all iterations, which ends when it has been idle for a while. */
    private static final ThreadPoolExecutor WORKER = worker();

    private final ThreadPoolExecutor worker;
    private final NDManager manager;
    private final PictureDataset.Recipe recipe;
    private final BatchMaker maker;
    private final int[] order;
    private final int count;
    private final Deque<CompletableFuture<BatchMaker.Made>> ready = new ArrayDeque<>();
    private final Queue<ByteBuffer> free = new ConcurrentLinkedQueue<>();
    private final int bytes;
    private int asked;
    private long delivered;

    BatchIterator(NDManager manager, PictureDataset.Recipe recipe, int epoch) {
        this(manager, recipe, epoch, WORKER);
    }

    /** With a thread of another make; the pool has one, which need not live for long. */
    BatchIterator(NDManager manager, PictureDataset.Recipe recipe, int epoch, ThreadPoolExecutor worker) {
        this.worker = worker;
        this.manager = manager;
        this.recipe = recipe;
        this.maker = new BatchMaker(recipe, epoch);
        this.order = recipe.order(epoch);
        this.count = recipe.batchCount();
        this.bytes = bytes(
                Math.min(recipe.batchSize(), order.length), recipe.pictures().shape());
        ask();
    }

    /** Java's buffers end at 2 GB. */
    private static int bytes(long pictures, Shape each) {
        long bytes = pictures * each.size() * Float.BYTES;
        if (bytes > Integer.MAX_VALUE) {
            throw new DataException("A batch of " + pictures + " pictures of " + each + " would take " + bytes
                    + " bytes, wanted are at most " + Integer.MAX_VALUE + "; smaller batches or pictures are wanted");
        }
        return (int) bytes;
    }

    private static ThreadPoolExecutor worker() {
        return worker(task -> {
            Thread thread = new Thread(task, "understudy-batches");
            thread.setDaemon(true);
            return thread;
        });
    }

    static ThreadPoolExecutor worker(ThreadFactory threads) {
        ThreadPoolExecutor worker =
                new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
        worker.allowCoreThreadTimeOut(true);
        return worker;
    }

    private void ask() {
        while (asked < count && ready.size() < AHEAD) {
            int from = asked++ * recipe.batchSize();
            int[] indices = Arrays.copyOfRange(order, from, Math.min(from + recipe.batchSize(), order.length));
            ready.add(CompletableFuture.supplyAsync(() -> maker.make(indices, buffer()), worker));
        }
    }

    @Override
    public boolean hasNext() {
        return !ready.isEmpty();
    }

    @Override
    public Batch next() {
        CompletableFuture<BatchMaker.Made> next = ready.poll();
        if (next == null) {
            throw new NoSuchElementException("The epoch's " + count + " batches are used up");
        }
        // One that died while it was idle would leave this thread waiting for ever.
        worker.prestartCoreThread();
        BatchMaker.Made made = join(next);
        delivered += made.indices().length;
        Batch batch = batch(made);
        free.add(made.data());
        ask();
        return batch;
    }

    /** One whose batch was handed over, or a new one: there are never more of them than batches ahead. */
    private ByteBuffer buffer() {
        ByteBuffer buffer = free.poll();
        if (buffer != null) {
            return buffer;
        }
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    /** The maker's own exception reaches the consumer as the cause of one of the same kind. */
    private static BatchMaker.Made join(CompletableFuture<BatchMaker.Made> next) {
        try {
            return next.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof DataException cause) {
                throw new DataException(String.valueOf(cause.getMessage()), cause);
            }
            throw new IllegalStateException("A batch could not be made: " + e.getCause(), e.getCause());
        }
    }

    private Batch batch(BatchMaker.Made made) {
        NDManager own = manager.newSubManager();
        try {
            int size = made.indices().length;
            NDList data = new NDList(data(own, made.data(), size));
            NDList labels = new NDList(own.create(made.labels()));
            List<Long> indices =
                    Arrays.stream(made.indices()).asLongStream().boxed().toList();
            return new Batch(
                    own, data, labels, size, Batchifier.STACK, Batchifier.STACK, delivered, order.length, indices);
        } catch (RuntimeException e) {
            own.close();
            throw e;
        }
    }

    /**
     * A copy that owns its memory, so that the buffer is free for another batch and the array may outlive this one.
     * The copy keeps the order in memory of the view that it is made from.
     */
    private NDArray data(NDManager own, ByteBuffer numbers, int size) {
        Shape each = recipe.pictures().shape();
        Shape stored = new Shape(size, each.get(1), each.get(2), each.get(0));
        try (NDArray base = own.create(numbers, stored, DataType.FLOAT32);
                NDArray view = base.transpose(0, 3, 1, 2)) {
            return view.duplicate();
        }
    }
}
