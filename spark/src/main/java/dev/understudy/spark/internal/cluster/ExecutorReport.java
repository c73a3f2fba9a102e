package dev.understudy.spark.internal.cluster;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an executor says of itself.
 *
 * @param host the machine
 * @param executor Spark's number of the executor
 * @param understudy version and commit of this project
 * @param engine the engine that computes, with its version
 * @param device {@code cpu} or {@code gpu}, whichever of them
 * @param threads how many threads the engine works with
 * @param processor the processor's maker and what it computes with
 * @param failure why nothing can be computed there, in one line; empty where it can
 */
public record ExecutorReport(
        String host,
        String executor,
        String understudy,
        String engine,
        String device,
        int threads,
        String processor,
        String failure)
        implements Serializable {

    /**
     * An executor on which nothing can be computed.
     *
     * @param host the machine
     * @param executor Spark's number of the executor
     * @param failure why, in one line
     * @return the report
     */
    static ExecutorReport failed(String host, String executor, String failure) {
        return new ExecutorReport(host, executor, "", "", "", 0, "", failure);
    }

    /**
     * What decides the last digits of results.
     *
     * @return by name
     */
    Map<String, String> deciding() {
        return new TreeMap<>(Map.of(
                "Understudy",
                understudy,
                "engine",
                engine,
                "device",
                device,
                "threads",
                Integer.toString(threads),
                "processor",
                processor));
    }

    /**
     * Whether results come out the same as those of another, to the last digit.
     *
     * @param other the other
     * @return true where all that decides is the same
     */
    public boolean isLike(ExecutorReport other) {
        return deciding().equals(other.deciding());
    }
}
