package dev.understudy.spark.internal.cluster;

import dev.understudy.cli.print.EngineLoadFailure;
import dev.understudy.engine.Engines;
import dev.understudy.engine.NativeSetup;
import dev.understudy.internal.file.FolderLock;
import dev.understudy.result.Provenance;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkEnv;

/** The process of an executor: made ready to compute once, and training one thing at a time. */
public final class ExecutorProcess {

    /** How long work that is begun again waits for the process that was given up: executors are missed after two minutes. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Semaphore FREE = new Semaphore(1);
    private static final Map<ComputeSettings, ExecutorReport> READY = new HashMap<>();

    private ExecutorProcess() {}

    /**
     * Works when nothing else trains in this process: an engine records the gradients of one training at a time.
     *
     * @param work what is to be done
     * @return what came of it
     * @throws TaskFailure when something else does not end
     * @throws Exception what the work throws
     */
    public static <T> T alone(Callable<T> work) throws Exception {
        if (!FREE.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new TaskFailure(host() + ": another training does not end in this executor; it has room for one:"
                    + " spark.task.cpus is to be spark.executor.cores");
        }
        try {
            return work.call();
        } finally {
            FREE.release();
        }
    }

    /**
     * Makes the process ready to compute, and says what computes.
     *
     * @param settings how it is to compute
     * @return the report, of a failure where nothing can be computed
     */
    public static synchronized ExecutorReport report(ComputeSettings settings) {
        ExecutorReport known = READY.get(settings);
        if (known != null) {
            return known;
        }
        try {
            ExecutorReport report = ready(settings);
            READY.put(settings, report);
            return report;
        } catch (RuntimeException | LinkageError e) {
            return ExecutorReport.failed(host(), executor(), failure(e));
        }
    }

    private static ExecutorReport ready(ComputeSettings settings) {
        property("ai.djl.offline", "true");
        property("OPT_OUT_TRACKING", "true");
        property("java.awt.headless", "true");
        if (!settings.home().isEmpty()) {
            System.setProperty("understudy.home", settings.home());
        }
        FolderLock.waitAtMost(PATIENCE);
        if (settings.threads() > 0) {
            NativeSetup.threads(settings.threads());
        }
        NativeSetup.prepare();
        if (!settings.engine().isEmpty()) {
            Engines.use(settings.engine());
        }
        Engines.requireTraining();
        Provenance ours = Provenance.collect("", "", Instant.EPOCH);
        return new ExecutorReport(
                host(),
                executor(),
                ours.version() + " " + ours.commit(),
                Engines.current(),
                settings.gpu() ? "gpu" : "cpu",
                NativeSetup.threads(),
                ProcessorFamily.here(),
                "");
    }

    private static void property(String name, String value) {
        if (System.getProperty(name) == null) {
            System.setProperty(name, value);
        }
    }

    private static String failure(Throwable e) {
        return EngineLoadFailure.explain(e).orElseGet(() -> OneLine.of(e)).replaceAll("\\s*\\R\\s*", " ");
    }

    /**
     * The machine.
     *
     * @return as Spark calls it
     */
    public static String host() {
        return SparkEnv.get().blockManager().blockManagerId().host();
    }

    /**
     * The executor.
     *
     * @return Spark's number of it, {@code driver} where the driver computes itself
     */
    public static String executor() {
        return SparkEnv.get().executorId();
    }
}
