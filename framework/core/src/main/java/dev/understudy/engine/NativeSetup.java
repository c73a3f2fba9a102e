package dev.understudy.engine;

import com.sun.jna.Function;
import com.sun.jna.Platform;
import dev.understudy.InputException;
import dev.understudy.internal.timing.OtherLoad;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets up the C library and the engine's worker threads for training. It changes the whole process, so it happens only
 * when somebody asks: the command line does, and a program of which training is the main work calls {@link #prepare}
 * before it touches an engine. Results are the same without it; training takes longer, several times so beside other work.
 * On Linux with glibc, elsewhere nothing is done. What the environment sets already is left alone, and the system property
 * {@code understudy.native.setup=false} turns all of it off.
 *
 * <ul>
 *   <li>Memory: freed blocks are kept for the next step. As it comes, glibc gives the large ones back to the system and
 *       takes them anew in every step, page by page. The process then keeps the most that it ever used. ({@code MALLOC_*}
 *       or {@code GLIBC_TUNABLES})
 *   <li>Waiting: on a machine with other work, worker threads sleep when they wait; on a quiet one they spin for a moment
 *       first. As it comes, they spin for milliseconds, which makes a step several times slower where cores are short.
 *       ({@code OMP_WAIT_POLICY} or {@code GOMP_SPINCOUNT})
 *   <li>Threads: no more than the processors that Java sees, which counts a container's limit; the engine counts the
 *       host's. ({@link #threads}, {@code OMP_NUM_THREADS}, or the system property {@code
 *       ai.djl.pytorch.num_threads})
 * </ul>
 */
public final class NativeSetup {

    /** Turns everything off where it is {@code false}. */
    static final String PROPERTY = "understudy.native.setup";

    private static final Logger LOGGER = LoggerFactory.getLogger(NativeSetup.class);

    private static final String PYTORCH_THREADS = "ai.djl.pytorch.num_threads";
    private static final String OPENMP_THREADS = "OMP_NUM_THREADS";

    private static final int TRIM_THRESHOLD = -1;
    private static final int TOP_PAD = -2;
    private static final int MMAP_MAX = -4;
    private static final int NEVER = -1;
    private static final int PAD = 256 << 20;

    /** How often a waiting thread looks before it sleeps: some microseconds. */
    private static final String BRIEFLY = "1000";

    /** The part of the processors that others may use on a machine that counts as quiet. */
    private static final double QUIET = 0.25;

    private static boolean done;

    private NativeSetup() {}

    /** Sets everything up, once, before an engine is loaded; later calls do nothing. */
    public static synchronized void prepare() {
        if (done || !Platform.isLinux() || "false".equals(System.getProperty(PROPERTY))) {
            return;
        }
        done = true;
        try {
            memory(System.getenv());
            waiting(System.getenv()).forEach(NativeSetup::environment);
            threads(System.getenv()).forEach(NativeSetup::environment);
        } catch (UnsatisfiedLinkError e) {
            LOGGER.debug("The C library here is not glibc; it stays as it is", e);
        }
    }

    /**
     * Says how many threads an engine works with, before it is loaded. More than there are cores only slow it down; the
     * last bits of results differ with the number.
     *
     * @param count 1 or more
     */
    public static synchronized void threads(int count) {
        if (count < 1) {
            throw new InputException("An engine needs 1 thread or more, got " + count);
        }
        System.setProperty(PYTORCH_THREADS, Integer.toString(count));
        if (Platform.isLinux()) {
            environment(OPENMP_THREADS, Integer.toString(count));
        }
    }

    /**
     * How many threads an engine works with, as far as can be told: by {@link #threads(int)}, by the environment, else one
     * for each processor.
     *
     * @return 1 or more
     */
    public static int threads() {
        String said = System.getProperty(PYTORCH_THREADS, System.getenv(OPENMP_THREADS));
        return said != null && said.matches("[1-9]\\d{0,5}")
                ? Integer.parseInt(said)
                : Runtime.getRuntime().availableProcessors();
    }

    private static void memory(Map<String, String> environment) {
        boolean set = environment.keySet().stream().anyMatch(name -> name.startsWith("MALLOC_"));
        if (!set && !environment.getOrDefault("GLIBC_TUNABLES", "").contains("malloc")) {
            allocator(MMAP_MAX, 0);
            allocator(TRIM_THRESHOLD, NEVER);
            allocator(TOP_PAD, PAD);
        }
    }

    private static Map<String, String> waiting(Map<String, String> environment) {
        if (environment.containsKey("OMP_WAIT_POLICY") || environment.containsKey("GOMP_SPINCOUNT")) {
            return Map.of();
        }
        boolean quiet = OtherLoad.processors() < QUIET * Runtime.getRuntime().availableProcessors();
        return quiet ? Map.of("GOMP_SPINCOUNT", BRIEFLY) : Map.of("OMP_WAIT_POLICY", "PASSIVE");
    }

    private static Map<String, String> threads(Map<String, String> environment) {
        int ours = Runtime.getRuntime().availableProcessors();
        boolean set = environment.containsKey(OPENMP_THREADS) || System.getProperty(PYTORCH_THREADS) != null;
        return set || ours >= processorsOfTheHost() ? Map.of() : Map.of(OPENMP_THREADS, Integer.toString(ours));
    }

    private static long processorsOfTheHost() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("processor")).count();
        } catch (IOException e) {
            return 0;
        }
    }

    private static void allocator(int parameter, int value) {
        if (call("mallopt", parameter, value) != 1) {
            LOGGER.debug("mallopt refused {} for parameter {}", value, parameter);
        }
    }

    private static void environment(String name, String value) {
        LOGGER.debug("{}={}", name, value);
        call("setenv", name, value, 1);
    }

    private static int call(String function, Object... arguments) {
        return Function.getFunction(Platform.C_LIBRARY_NAME, function)
                .invokeInt(List.of(arguments).toArray());
    }
}
