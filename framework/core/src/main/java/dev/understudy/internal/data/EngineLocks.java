package dev.understudy.internal.data;

import ai.djl.engine.Engine;
import ai.djl.training.GradientCollector;
import dev.understudy.InputException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What a process has one of: the engine's gradient collector and its generator of random numbers. Trainings that run beside
 * each other, and all else that needs one of the two, take it in turns, step by step and in the order in which they came,
 * so that each comes out as it does alone. The turn is the thread's, and may be taken again within itself; whoever works
 * for it on other threads meanwhile asks for none.
 */
public final class EngineLocks {

    private static final ReentrantLock LOCK = new ReentrantLock(true);

    private EngineLocks() {}

    /** What is done in a turn. */
    @FunctionalInterface
    public interface Work<T extends @Nullable Object, E extends Exception> {

        /**
         * Does it.
         *
         * @return what comes of it
         * @throws E where it fails
         */
        T done() throws E;
    }

    /**
     * Waits for a turn, and works.
     *
     * @param work nothing in it may wait for another training
     * @param <T> what comes of it
     * @param <E> what it may throw
     * @return what came of it
     * @throws E where the work fails
     */
    public static <T extends @Nullable Object, E extends Exception> T take(Work<T, E> work) throws E {
        LOCK.lock();
        try {
            EngineThread.ready();
            return work.done();
        } finally {
            LOCK.unlock();
        }
    }

    /**
     * The engine's collector, within a turn.
     *
     * @param engine the engine
     * @return the collector, to be closed
     * @throws InputException where somebody who takes no turns holds it
     */
    public static GradientCollector collector(Engine engine) {
        try {
            return engine.newGradientCollector();
        } catch (IllegalStateException e) {
            throw new InputException(
                    "Another gradient collector is open in this process, as in a DJL Trainer of your own; "
                            + engine.getEngineName() + " has one at a time: close it before, or train after it",
                    e);
        }
    }
}
