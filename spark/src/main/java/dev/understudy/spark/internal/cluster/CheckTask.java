package dev.understudy.spark.internal.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.function.Function;

/**
 * What each executor is asked first: whether it sees the shared folders, and what it computes with.
 *
 * @param settings how it is to compute
 * @param folders those that are shared
 * @param run tells this run from others
 * @param executors how many are asked at once; each waits a while for the others, so that each is asked
 */
record CheckTask(ComputeSettings settings, List<String> folders, String run, int executors)
        implements Function<String, String> {

    private static final long LOOK_MILLISECONDS = 100;
    private static final long WAIT_SECONDS = 10;

    @Override
    public String call(String request) throws Exception {
        return Answers.json(ExecutorProcess.alone(this::report));
    }

    private ExecutorReport report() throws InterruptedException {
        String executor = ExecutorProcess.executor();
        try {
            for (String folder : folders) {
                SharedFolder.of(Path.of(folder), run).answer(executor);
            }
        } catch (TaskFailure e) {
            return ExecutorReport.failed(ExecutorProcess.host(), executor, String.valueOf(e.getMessage()));
        }
        ExecutorReport report = ExecutorProcess.report(settings);
        SharedFolder first = SharedFolder.of(Path.of(folders.get(0)), run);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
        while (first.answers() < executors && System.nanoTime() < end) {
            Thread.sleep(LOOK_MILLISECONDS);
        }
        return report;
    }
}
