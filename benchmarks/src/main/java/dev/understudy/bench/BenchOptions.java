package dev.understudy.bench;

import ai.djl.Device;
import dev.understudy.InputException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How the benchmarks are run.
 *
 * @param rounds how often the two ways of a row take turns, from 1 to 1000
 * @param quick whether everything is tiny, to see that it runs and not how fast
 * @param python a Python interpreter that has PyTorch; null leaves out the rows that compare with it
 * @param device where the group "device" measures; null where the user named none
 */
public record BenchOptions(
        int rounds,
        boolean quick,
        @Nullable Path python,
        @Nullable Device device) {

    private static final int MOST_ROUNDS = 1000;

    /** Checks the rounds and the interpreter. */
    public BenchOptions {
        if (rounds < 1 || rounds > MOST_ROUNDS) {
            throw new InputException("--rounds must be from 1 to " + MOST_ROUNDS + ", got " + rounds);
        }
        if (python != null && !Files.isExecutable(python)) {
            throw new InputException(
                    "--python " + python + ": a Python interpreter is wanted, there is no such program");
        }
    }

    /** The device that the user named, else the processor. */
    public Device place() {
        return device == null ? Device.cpu() : device;
    }
}
