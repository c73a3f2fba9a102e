package dev.understudy.internal.update;

import ai.djl.ndarray.NDArray;
import java.lang.reflect.InvocationTargetException;

/** PyTorch's backward pass that keeps the graph for another one, which DJL's collector does not offer. */
final class RetainedGraph {

    private static final String JNI = "ai.djl.pytorch.jni.JniUtils";
    private static final String ARRAY = "ai.djl.pytorch.engine.PtNDArray";

    private RetainedGraph() {}

    /** Adds the loss's gradient to those of the parameters. */
    static void backward(NDArray loss) {
        ClassLoader loader = loss.getClass().getClassLoader();
        try (NDArray one = loss.getManager().ones(loss.getShape(), loss.getDataType())) {
            Class<?> array = Class.forName(ARRAY, true, loader);
            Class.forName(JNI, true, loader)
                    .getMethod("backward", array, array, boolean.class, boolean.class)
                    .invoke(null, loss, one, true, false);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("DJL's PyTorch engine has no backward pass that keeps the graph", e);
        }
    }
}
