package dev.understudy.dataset.internal.batch;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertSame;
import static org.testng.Assert.expectThrows;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.Batch;
import dev.understudy.dataset.Augmentation;
import dev.understudy.dataset.Images;
import dev.understudy.dataset.Normalization;
import dev.understudy.dataset.Tiny;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import org.testng.annotations.Test;

/** Whatever happens to the thread that makes batches ends the iteration; a hang would show as the time-out of a test. */
@Test(timeOut = 30_000)
public class BatchIteratorTest {

    private static final int BATCH = 2;

    public void anErrorOfTheThreadIsTheCause() {
        OutOfMemoryError none = new OutOfMemoryError("Java heap space");
        try (NDManager manager = NDManager.newBaseManager()) {
            BatchIterator batches =
                    BatchIterator.of(manager, recipe(new Broken(none, new Shape(1, 2, 3), 4), BATCH), 0);
            Throwable thrown = expectThrows(IllegalStateException.class, batches::next);
            // Streams on several threads wrap it once more.
            while (thrown.getCause() != null) {
                thrown = thrown.getCause();
            }
            assertSame(thrown, none);
        }
    }

    public void aThreadThatCannotBeStartedEndsTheIteration() {
        OutOfMemoryError none = new OutOfMemoryError("unable to create native thread");
        ThreadFactory threads = task -> {
            throw none;
        };
        try (NDManager manager = NDManager.newBaseManager()) {
            BatchPlan recipe = recipe(Tiny.images(4, 2), BATCH);
            assertSame(
                    expectThrows(OutOfMemoryError.class, () -> batches(manager, recipe, HostSource.worker(threads))),
                    none);
        }
    }

    /** It dies with batches in its queue, and no other takes its place. */
    public void aThreadThatDiedIsReplaced() throws InterruptedException {
        AtomicInteger asked = new AtomicInteger();
        ThreadPoolExecutor worker = HostSource.worker(task -> {
            if (asked.getAndIncrement() == 1) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            Thread thread = new Thread(task, "test");
            thread.setDaemon(true);
            thread.setUncaughtExceptionHandler((dead, reason) -> {});
            return thread;
        });
        try (NDManager manager = NDManager.newBaseManager()) {
            synchronized (worker) {
                worker.execute(() -> {
                    synchronized (worker) {
                        throw new StackOverflowError();
                    }
                });
                BatchIterator queued = batches(manager, recipe(Tiny.images(4, 2), BATCH), worker);
                while (worker.getPoolSize() > 0) {
                    worker.wait(10);
                }
                try (Batch first = queued.next()) {
                    assertEquals(first.getSize(), BATCH);
                }
            }
        }
    }

    public void aBatchThatNoBufferHoldsIsRefused() {
        Images large = new Broken(new AssertionError(), new Shape(3, 1024, 1024), 500);
        try (NDManager manager = NDManager.newBaseManager()) {
            Tiny.assertFails(
                    () -> BatchIterator.of(manager, recipe(large, 500), 0),
                    "A batch of 500 images of (3, 1024, 1024) would take 6291456000 bytes",
                    "wanted are at most 2147483647; smaller batches or images are wanted");
        }
    }

    private static BatchIterator batches(NDManager manager, BatchPlan recipe, ThreadPoolExecutor worker) {
        return new BatchIterator(manager, recipe, 0, new HostSource(recipe, 0, worker));
    }

    private static BatchPlan recipe(Images images, int batch) {
        Normalization plain = Normalization.none((int) images.shape().get(0));
        return new BatchPlan(images, batch, null, Augmentation.NONE, 0, plain, false, null);
    }

    /** Images that cannot be read. */
    private record Broken(Error reason, Shape shape, int size) implements Images {

        @Override
        public List<String> classNames() {
            return List.of("one", "two");
        }

        @Override
        public int label(int index) {
            return 0;
        }

        @Override
        public void read(int index, byte[] into, int offset) {
            throw reason;
        }

        @Override
        public String fingerprint() {
            return "broken";
        }
    }
}
