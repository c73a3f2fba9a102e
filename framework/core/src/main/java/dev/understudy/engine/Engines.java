package dev.understudy.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import dev.understudy.InputException;
import dev.understudy.internal.data.EngineLocks;
import java.util.List;
import java.util.Locale;

/**
 * Which of DJL's engines computes. Where there are several on the class path, DJL takes one by its own order (MXNet before
 * PyTorch); {@link #use} says which. The same recipe trains on any engine that can train: today PyTorch and MXNet.
 */
public final class Engines {

    /** The engine that this project is made for, and the only one that reads TorchScript. */
    public static final String PYTORCH = "PyTorch";

    private static final String PROPERTY = "ai.djl.default_engine";

    /** Comes with DJL's API, and hands everything on to another machine. */
    private static final String REMOTE = "RPC";

    private Engines() {}

    /**
     * Has an engine compute from now on; it is loaded when it is needed first. What was made with another engine
     * before, such as a teacher, does not work together with it.
     *
     * @param name its name in any case, such as {@code MXNet}
     * @throws InputException when there is no such engine on the class path
     */
    public static void use(String name) {
        String known = there().stream()
                .filter(engine -> engine.toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new InputException("No engine named \"" + name + "\"; there are " + there()));
        System.setProperty(PROPERTY, known);
    }

    /**
     * The engine that computes.
     *
     * @return its name and version, such as {@code PyTorch 2.7.1}
     * @throws InputException when it does not start on this machine
     */
    public static String current() {
        Engine engine = started();
        return engine.getEngineName() + " " + engine.getVersion();
    }

    /**
     * The engines on the class path.
     *
     * @return their names in alphabetical order
     */
    public static List<String> there() {
        return Engine.getAllEngines().stream()
                .filter(name -> !name.equals(REMOTE))
                .sorted()
                .toList();
    }

    /**
     * Whether several students can learn side by side, each on a thread of its own: PyTorch records a graph on any
     * thread inside one gradient collector, others on one thread alone.
     *
     * @param device where they learn
     * @return true for PyTorch on a processor
     */
    public static boolean learnSideBySide(Device device) {
        return isPyTorch() && !device.isGpu();
    }

    /**
     * Refuses an engine that only runs networks, before anything is trained.
     *
     * @throws InputException when the engine records no gradients, or does not start on this machine
     */
    public static void requireTraining() {
        Engine engine = started();
        try {
            EngineLocks.take(() -> {
                EngineLocks.collector(engine).close();
                return true;
            });
        } catch (UnsupportedOperationException e) {
            throw new InputException(
                    "The engine " + engine.getEngineName()
                            + " runs networks and cannot train them; PyTorch and MXNet can," + " and there are "
                            + there(),
                    e);
        }
    }

    /**
     * Whether PyTorch computes.
     *
     * @return true for PyTorch; no engine is loaded to find out
     */
    public static boolean isPyTorch() {
        return Engine.getDefaultEngineName().equals(PYTORCH);
    }

    private static Engine started() {
        try {
            return Engine.getInstance();
        } catch (EngineException | UnsatisfiedLinkError e) {
            throw new InputException(
                    "The engine " + Engine.getDefaultEngineName() + " does not start here: " + e.getMessage(), e);
        }
    }
}
