package dev.understudy.bench;

import java.io.IOException;

/** Some benchmarks that belong together. */
@FunctionalInterface
public interface BenchGroup {

    /**
     * Measures all of the group's rows.
     *
     * @param results takes them
     * @throws IOException when a file cannot be read or written, or a child process fails
     */
    void run(BenchRunner results) throws IOException;
}
