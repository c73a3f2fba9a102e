package dev.understudy.spark.internal.cluster;

import dev.understudy.cli.run.Interrupt;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;

/** Tasks as a job of their own, so that what becomes of them touches no other. */
public final class ClusterJob {

    private final JavaFutureAction<List<String>> future;

    private ClusterJob(JavaFutureAction<List<String>> future) {
        this.future = future;
    }

    /**
     * Has a cluster do some tasks.
     *
     * @param context the cluster
     * @param name what the job is called on Spark's pages
     * @param requests one for each task
     * @param task what is done with each
     * @return the job
     */
    public static ClusterJob of(
            JavaSparkContext context, String name, List<String> requests, Function<String, String> task) {
        context.setJobGroup("understudy " + name, "Understudy: " + name, false);
        try {
            return new ClusterJob(
                    context.parallelize(requests, requests.size()).map(task).collectAsync());
        } finally {
            context.clearJobGroup();
        }
    }

    /**
     * Whether the job has ended, one way or the other.
     *
     * @return true where {@link #answers} does not wait
     */
    public boolean isDone() {
        return future.isDone();
    }

    /** Lets running tasks stop at their next step. */
    public void cancel() {
        future.cancel(true);
    }

    /**
     * What the tasks answered.
     *
     * @return in the order of the requests
     * @throws TaskFailure when a task failed as often as Spark tries it
     * @throws CancellationException when this process is to stop
     * @throws CancellationException when this process is to stop
     */
    public List<String> answers() throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            // Spark too hears of a signal, and ends its jobs.
            Interrupt.check();
            throw new TaskFailure(OneLine.of(e));
        } catch (CancellationException e) {
            Interrupt.check();
            throw new TaskFailure("the job was cancelled");
        }
    }
}
