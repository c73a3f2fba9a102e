package dev.understudy.spark.internal.cluster;

import dev.understudy.InputException;
import dev.understudy.cli.run.Interrupt;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * What is asked of a cluster before work goes out: executors that see the same folders, can compute, and are alike in what
 * decides the last digits of results. Executors that come later are asked by their first task.
 */
public final class ClusterCheck {

    private static final long LOOK_MILLISECONDS = 200;
    private static final long STILL_SECONDS = 2;
    private static final long COMPLAINT_SECONDS = 60;

    private final JavaSparkContext context;
    private final Consumer<String> log;

    /**
     * Of a cluster.
     *
     * @param context the cluster
     * @param log is told where it takes long
     */
    public ClusterCheck(JavaSparkContext context, Consumer<String> log) {
        this.context = context;
        this.log = log;
    }

    /**
     * A cluster that is fit for work.
     *
     * @param first an executor's report; executors that come later are to be like it
     * @param executors how many there are
     * @param differences how they differ, in one line; empty where they do not
     */
    public record Fit(ExecutorReport first, int executors, String differences) {}

    /**
     * Asks all executors that are there.
     *
     * @param settings how they are to compute
     * @param folders those that are shared, begun
     * @param run tells this run from others
     * @param mixed whether they may differ
     * @return what they said
     * @throws InputException when one cannot do the work, or they differ and may not
     */
    public Fit ask(ComputeSettings settings, List<SharedFolder> folders, String run, boolean mixed)
            throws InterruptedException {
        List<String> paths =
                folders.stream().map(folder -> folder.path().toString()).toList();
        List<ExecutorReport> reports = reports(new CheckTask(settings, paths, run, 1), 1);
        int executors = awaitOthers();
        if (executors > 1) {
            reports = reports(new CheckTask(settings, paths, run, executors), executors);
        }
        return judged(reports, folders, mixed);
    }

    private List<ExecutorReport> reports(CheckTask task, int executors) throws InterruptedException {
        ClusterJob job = ClusterJob.of(context, "what executors are", Collections.nCopies(executors, ""), task);
        long complaint = System.nanoTime() + TimeUnit.SECONDS.toNanos(COMPLAINT_SECONDS);
        while (!job.isDone()) {
            Interrupt.check();
            Thread.sleep(LOOK_MILLISECONDS);
            if (executors() == 0 && System.nanoTime() > complaint) {
                log.accept("No executor has come yet; the master's page says what is free, and whether an executor of "
                        + context.getConf().get("spark.executor.memory", "1g") + " and "
                        + context.getConf().get("spark.executor.cores", "1") + " cores fits");
                complaint = System.nanoTime() + TimeUnit.SECONDS.toNanos(COMPLAINT_SECONDS);
            }
        }
        return job.answers().stream()
                .map(answer -> Answers.read(answer, ExecutorReport.class))
                .toList();
    }

    /** Executors start at about the same time; how many there will be is known to the master alone. */
    private int awaitOthers() throws InterruptedException {
        int seen = executors();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(STILL_SECONDS);
        while (System.nanoTime() < end) {
            Interrupt.check();
            Thread.sleep(LOOK_MILLISECONDS);
            int now = executors();
            if (now != seen) {
                seen = now;
                end = System.nanoTime() + TimeUnit.SECONDS.toNanos(STILL_SECONDS);
            }
        }
        return Math.max(1, seen);
    }

    /** Without the driver, which is counted among them. */
    private int executors() {
        return context.sc().statusTracker().getExecutorInfos().length - 1;
    }

    static Fit judged(List<ExecutorReport> reports, List<SharedFolder> folders, boolean mixed) {
        String failures = Machines.failures(reports);
        if (failures != null) {
            throw new InputException(failures);
        }
        for (SharedFolder folder : folders) {
            String unseen = reports.stream()
                    .filter(report -> !folder.hasAnswerOf(report.executor()))
                    .map(ExecutorReport::host)
                    .distinct()
                    .collect(Collectors.joining(" and "));
            if (!unseen.isEmpty()) {
                throw new InputException(unseen + ": what is written to " + folder.path()
                        + " there is not seen by the driver; all machines have to share it under this path");
            }
        }
        String differences = Machines.differences(reports);
        if (differences != null && !mixed) {
            throw new InputException("Executors differ in what decides the last digits of results: " + differences
                    + "; --mixed, in code mixed(true), takes them");
        }
        int executors =
                (int) reports.stream().map(ExecutorReport::executor).distinct().count();
        return new Fit(reports.get(0), executors, differences == null ? "" : differences);
    }
}
