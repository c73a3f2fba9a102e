package dev.understudy.cli.print;

import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.understudy.TestDevice;
import org.testng.annotations.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What an engine says where a device has too little memory is known as that. */
public class OutOfMemoryOnDeviceTest {

    /** 17 TB of numbers. */
    private static final Shape TOO_LARGE = new Shape(1L << 42);

    @Command(name = "train")
    private static final class Nothing {}

    @Test(groups = TestDevice.GROUP)
    public void itIsSaidInOneLine() {
        try (NDManager manager = NDManager.newBaseManager(TestDevice.get())) {
            RuntimeException failure = expectThrows(RuntimeException.class, () -> manager.zeros(TOO_LARGE));
            String line = OutOfMemoryMessage.explain(failure, new CommandLine(new Nothing()).getCommandSpec())
                    .orElseThrow(() -> failure);
            assertTrue(line.startsWith("Out of memory"), line);
            assertTrue(line.contains("was wanted at once"), line);
            assertTrue(line.lines().count() == 1, line);
        }
    }
}
