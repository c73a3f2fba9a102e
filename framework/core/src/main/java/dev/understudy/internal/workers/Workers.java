package dev.understudy.internal.workers;

import dev.understudy.internal.data.EngineThread;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Does the same for several things side by side: the calling thread, and some more. Whatever ends one of them ends the
 * work of all, and no thread is still at work when the calling one goes on.
 */
public final class Workers implements AutoCloseable {

    private final int count;
    private final ExecutorService others;

    /**
     * Starts no thread yet.
     *
     * @param count how many work at once, the calling thread among them, at least 1
     */
    public Workers(int count) {
        this(count, work -> {
            Thread thread = new Thread(work, "understudy-student");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** With threads of another make. */
    Workers(int count, ThreadFactory threads) {
        this.count = count;
        this.others = Executors.newFixedThreadPool(Math.max(1, count - 1), threads);
    }

    /** How many there are, the calling thread among them. */
    public int count() {
        return count;
    }

    /**
     * Works through a list in whatever order; returns when all is done and nobody works any more.
     *
     * @throws RuntimeException the first that was thrown; what was not begun then is left
     * @throws Error the same, also where a thread cannot be started
     */
    public <T> void forEach(Collection<T> things, Consumer<T> work) {
        run(Math.min(count, things.size()), new ConcurrentLinkedQueue<>(things)::poll, work);
    }

    private <T> void run(int present, Supplier<@Nullable T> things, Consumer<T> work) {
        Round<T> round = new Round<>(things, work);
        try {
            for (int i = 1; i < present; i++) {
                others.execute(round::join);
            }
        } catch (Throwable e) {
            round.fail(e);
        }
        round.lead();
    }

    /**
     * For things that are worked through again and again.
     *
     * @param <T> what is worked through
     */
    public <T> Recurring<T> recurring() {
        return recurring(System::nanoTime);
    }

    /** By another clock. */
    <T> Recurring<T> recurring(LongSupplier clock) {
        return new Recurring<>(this, clock);
    }

    /**
     * Rounds over the same things, those first that took longest the time before: so nobody waits long for the last one, and
     * the second core is not idle at the end of each round.
     */
    public static final class Recurring<T> {

        /**
         * What is to be done for a thing next.
         *
         * @param works all that is done for it in the round
         * @param place which of them
         * @param time how long the last one took
         */
        private record Turn<T>(T thing, List<Runnable> works, int place, long time) {}

        private static final Comparator<Turn<?>> ORDER =
                Comparator.<Turn<?>>comparingInt(Turn::place).thenComparingLong(turn -> -turn.time());

        private final Workers workers;
        private final LongSupplier clock;
        private final Map<T, Long> took = Collections.synchronizedMap(new WeakHashMap<>());

        private Recurring(Workers workers, LongSupplier clock) {
            this.workers = workers;
            this.clock = clock;
        }

        /** How many work at once, at least 1. */
        public int count() {
            return workers.count;
        }

        /**
         * A round, as {@link Workers#forEach}. What is to be done for a thing is done in order, one after the other; whoever is
         * free takes the thing for which least was done, and of several the one that took longest.
         *
         * @param works what is to be done for each thing
         */
        public void forEach(Map<? extends T, List<Runnable>> works) {
            Queue<Turn<T>> turns = new PriorityBlockingQueue<>(Math.max(1, works.size()), ORDER);
            works.forEach((thing, all) -> add(turns, thing, all, 0));
            workers.run(Math.min(workers.count, turns.size()), turns::poll, turn -> {
                long begin = clock.getAsLong();
                turn.works.get(turn.place).run();
                took.put(turn.thing, clock.getAsLong() - begin);
                add(turns, turn.thing, turn.works, turn.place + 1);
            });
        }

        private void add(Queue<Turn<T>> turns, T thing, List<Runnable> works, int place) {
            if (place < works.size()) {
                turns.add(new Turn<>(thing, works, place, took.getOrDefault(thing, Long.MAX_VALUE)));
            }
        }
    }

    /**
     * One list, from which each takes the next. Those who came are waited for, not those who were asked: a thread that dies on
     * its way is not missed.
     */
    private static final class Round<T> {

        private final Supplier<@Nullable T> things;
        private final Consumer<T> work;
        private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        private final Phaser present = new Phaser(1);

        Round(Supplier<@Nullable T> things, Consumer<T> work) {
            this.things = things;
            this.work = work;
        }

        /** The calling thread's part, which ends with the last of the others. */
        void lead() {
            workThrough();
            present.awaitAdvance(present.arriveAndDeregister());
            rethrow(failure.get());
        }

        private static void rethrow(@Nullable Throwable failure) {
            if (failure instanceof RuntimeException exception) {
                throw exception;
            }
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure != null) {
                throw new IllegalStateException(failure);
            }
        }

        /** Another thread's part; one that comes when all is over finds the door closed. */
        void join() {
            if (present.register() < 0) {
                return;
            }
            try {
                workThrough();
            } catch (Throwable e) {
                fail(e);
            } finally {
                present.arriveAndDeregister();
            }
        }

        private void workThrough() {
            try {
                EngineThread.ready();
                for (T next = next(); next != null; next = next()) {
                    work.accept(next);
                }
            } catch (Throwable e) {
                fail(e);
            }
        }

        private @Nullable T next() {
            return failure.get() == null ? things.get() : null;
        }

        /** The first failure counts; nothing more is begun. */
        void fail(Throwable reason) {
            failure.compareAndSet(null, reason);
        }
    }

    @Override
    public void close() {
        others.shutdown();
    }
}
