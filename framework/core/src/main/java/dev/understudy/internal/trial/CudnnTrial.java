package dev.understudy.internal.trial;

import ai.djl.engine.Engine;
import java.lang.reflect.InvocationTargetException;

/**
 * cuDNN's own trial: at each new shape it runs all algorithms that it has for a convolution, and goes on with the fastest;
 * without it, it takes the one that a table says. DJL has it as a property of the process
 * ({@code ai.djl.pytorch.cudnn_benchmark}), which stays as the user set it.
 */
final class CudnnTrial {

    static final String PROPERTY = "ai.djl.pytorch.cudnn_benchmark";

    private static final String JNI = "ai.djl.pytorch.jni.JniUtils";

    private CudnnTrial() {}

    /** Whether the user said already whether cuDNN tries. */
    static boolean isTheUsers() {
        return System.getProperty(PROPERTY) != null;
    }

    /**
     * Has cuDNN try from now on, or not, in the engine PyTorch; unless the user said it already.
     *
     * @param on whether it tries
     * @return whether it was set; not where the user said it
     */
    static boolean set(boolean on) {
        if (isTheUsers()) {
            return false;
        }
        try {
            Class.forName(JNI, true, Engine.getInstance().getClass().getClassLoader())
                    .getMethod("setBenchmarkCuDNN", boolean.class)
                    .invoke(null, on);
            return true;
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("DJL's PyTorch engine does not switch cuDNN's trial of algorithms", e);
        }
    }
}
