package dev.understudy.bench.step;

import java.util.List;

/** A training step of another way than ours, on its own student. */
public interface Step extends AutoCloseable {

    /** Makes one step. */
    void run();

    /**
     * The student's numbers.
     *
     * @return a copy, in the order of its parameters
     */
    List<float[]> weights();

    @Override
    void close();
}
