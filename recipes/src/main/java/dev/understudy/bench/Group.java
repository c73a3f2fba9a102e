package dev.understudy.bench;

import java.io.IOException;

/** Some benchmarks that belong together. */
@FunctionalInterface
interface Group {

    /**
     * Measures all of the group's rows.
     *
     * @param board takes them
     * @throws IOException when a file cannot be read or written, or a child process fails
     */
    void run(Board board) throws IOException;
}
