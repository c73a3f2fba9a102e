package dev.understudy;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.testng.SkipException;

/**
 * Where the tests of the group {@value #GROUP} run: on a GPU. Where there is none they are skipped;
 * {@code -Dunderstudy.test.device=cpu} rehearses them with both sides on the processor.
 */
public final class TestDevice {

    /** The group of tests that compare a GPU with the processor. */
    public static final String GROUP = "gpu";

    private static final String PROPERTY = "understudy.test.device";

    private TestDevice() {}

    /** The device that is compared with the processor. */
    public static Device get() {
        if (isRehearsal()) {
            return Device.cpu();
        }
        Device gpu = Device.gpu();
        try (NDManager manager = NDManager.newBaseManager(gpu)) {
            manager.zeros(new Shape(1));
            return gpu;
        } catch (EngineException | UnsatisfiedLinkError | IllegalArgumentException e) {
            throw new SkipException("The engine sees no GPU here; -D" + PROPERTY + "=cpu rehearses this");
        }
    }

    /** Whether both sides are the processor, so that all is the same. */
    public static boolean isRehearsal() {
        return "cpu".equals(System.getProperty(PROPERTY));
    }
}
