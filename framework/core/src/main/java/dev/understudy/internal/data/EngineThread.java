package dev.understudy.internal.data;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * The thread that is about to run a network. PyTorch's number of threads is one for each thread that calls it: a new one
 * starts with all cores, and takes over the number that was set with its first operation that could be divided, which one
 * on few numbers is not. Convolutions do not ask. A gradient that is summed up by two threads has other last bits than one
 * that is summed up by one, so the same training would end with other weights from another Java thread.
 */
public final class EngineThread {

    /** From 32,768 numbers on PyTorch divides an operation, and looks at how many threads it may use. */
    private static final Shape DIVIDED = new Shape(1 << 16);

    private static final ThreadLocal<Boolean> READY = ThreadLocal.withInitial(EngineThread::begin);

    private EngineThread() {}

    /** Makes sure that the engine uses as many threads from here as were set, whatever ran on the calling thread before. */
    public static void ready() {
        READY.get();
    }

    private static boolean begin() {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            manager.zeros(DIVIDED).abs();
            return true;
        }
    }
}
