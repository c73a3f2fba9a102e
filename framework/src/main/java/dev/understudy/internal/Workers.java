package dev.understudy.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Does the same for several things side by side: the calling thread, and some more. */
final class Workers implements AutoCloseable {

    private final int count;
    private final ExecutorService others;

    /**
     * Starts no thread yet.
     *
     * @param count how many work at once, the calling thread among them, at least 1
     */
    Workers(int count) {
        this.count = count;
        this.others = Executors.newFixedThreadPool(Math.max(1, count - 1), task -> {
            Thread thread = new Thread(
                    () -> {
                        warmUp();
                        task.run();
                    },
                    "understudy-student");
            thread.setDaemon(true);
            return thread;
        });
    }

    int count() {
        return count;
    }

    /** An engine learns how many threads it may use from its first plain operation on a thread, not from others. */
    private static void warmUp() {
        try (NDManager manager = NDManager.newBaseManager();
                NDArray one = manager.ones(new Shape(1));
                NDArray two = one.add(one)) {
            two.getFloat();
        }
    }

    /**
     * Works through a list in whatever order; returns when all is done.
     *
     * @throws RuntimeException the first that was thrown; what was not begun then is left
     */
    <T> void forEach(List<T> things, Consumer<T> work) {
        AtomicInteger next = new AtomicInteger();
        Callable<Void> worker = () -> {
            for (int i = next.getAndIncrement(); i < things.size(); i = next.getAndIncrement()) {
                try {
                    work.accept(things.get(i));
                } catch (RuntimeException | Error e) {
                    next.set(things.size());
                    throw e;
                }
            }
            return null;
        };
        List<Future<Void>> running = new ArrayList<>();
        for (int i = 1; i < Math.min(count, things.size()); i++) {
            running.add(others.submit(worker));
        }
        Throwable failure = null;
        try {
            worker.call();
        } catch (Throwable e) {
            failure = e;
        }
        for (Future<Void> each : running) {
            Throwable other = end(each);
            failure = failure == null ? other : failure;
        }
        rethrow(failure);
    }

    private static @Nullable Throwable end(Future<Void> running) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    running.get();
                    return null;
                } catch (ExecutionException e) {
                    return e.getCause();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void rethrow(@Nullable Throwable failure) {
        if (failure instanceof RuntimeException runtime) {
            throw runtime;
        }
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure != null) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public void close() {
        others.shutdown();
    }
}
