package dev.understudy.internal;

import ai.djl.engine.Engine;
import ai.djl.training.GradientCollector;
import dev.understudy.InputException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a process has one of: the engine's gradient collector and its generator of random numbers. Trainings that run beside
 * each other, and all else that needs one of the two, take it in turns, step by step and in the order in which they came,
 * so that each comes out as it does alone. The turn is the thread's, and may be taken again within itself; whoever works
 * for it on other threads meanwhile asks for none.
 */
public final class Turns implements AutoCloseable {

    private static final ReentrantLock LOCK = new ReentrantLock(true);
    private static final Turns HELD = new Turns();

    private Turns() {}

    /**
     * Waits for a turn.
     *
     * @return the turn, to be closed by the same thread; nothing that waits for another training may be done within
     */
    public static Turns take() {
        LOCK.lock();
        return HELD;
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

    @Override
    public void close() {
        LOCK.unlock();
    }
}
