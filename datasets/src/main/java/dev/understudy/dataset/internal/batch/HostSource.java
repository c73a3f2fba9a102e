package dev.understudy.dataset.internal.batch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.understudy.dataset.DataException;
import dev.understudy.dataset.Images;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Makes batches in memory, in the background; each is copied to its manager's device when it is asked for. */
final class HostSource implements BatchSource {
    private static final long IDLE_SECONDS = 5;

    /** One daemon thread for all iterations, which ends when it has been idle for a while. */
    private static final ThreadPoolExecutor WORKER = worker();

    private final ThreadPoolExecutor worker;
    private final Images images;
    private final Shape each;
    private final BatchMaker maker;
    private final Queue<ByteBuffer> free = new ConcurrentLinkedQueue<>();
    private final int bytes;

    HostSource(BatchPlan recipe, int epoch) {
        this(recipe, epoch, WORKER);
    }

    /** With a thread of another make; the pool has one, which need not live for long. */
    HostSource(BatchPlan recipe, int epoch, ThreadPoolExecutor worker) {
        this.worker = worker;
        this.images = recipe.images();
        this.each = images.shape();
        this.maker = new BatchMaker(recipe, epoch);
        this.bytes = bytes(Math.min(recipe.batchSize(), recipe.images().size()), each);
    }

    /** Java's buffers end at 2 GB. */
    private static int bytes(long images, Shape each) {
        long bytes = images * each.size() * Float.BYTES;
        if (bytes > Integer.MAX_VALUE) {
            throw new DataException("A batch of " + images + " images of " + each + " would take " + bytes
                    + " bytes, wanted are at most " + Integer.MAX_VALUE + "; smaller batches or images are wanted");
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

    @Override
    public Function<NDManager, NDList> begin(int[] indices) {
        CompletableFuture<ByteBuffer> made = CompletableFuture.supplyAsync(() -> maker.make(indices, buffer()), worker);
        return owner -> {
            // One that died while it was idle would leave this thread waiting for ever.
            worker.prestartCoreThread();
            ByteBuffer numbers = join(made);
            NDArray data = data(owner, numbers, indices.length);
            free.add(numbers);
            return new NDList(data, owner.create(labels(indices)));
        };
    }

    private long[] labels(int[] indices) {
        return Arrays.stream(indices).mapToLong(images::label).toArray();
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
    private static ByteBuffer join(CompletableFuture<ByteBuffer> made) {
        try {
            return made.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof DataException cause) {
                throw new DataException(String.valueOf(cause.getMessage()), cause);
            }
            throw new IllegalStateException("A batch could not be made: " + e.getCause(), e.getCause());
        }
    }

    /**
     * A copy that owns its memory, so that the buffer is free for another batch and the array may outlive this one.
     * The copy keeps the order in memory of the view that it is made from.
     */
    private NDArray data(NDManager owner, ByteBuffer numbers, int size) {
        Shape stored = new Shape(size, each.get(1), each.get(2), each.get(0));
        try (NDArray base = owner.create(numbers, stored, DataType.FLOAT32);
                NDArray view = base.transpose(0, 3, 1, 2)) {
            return view.duplicate();
        }
    }
}
