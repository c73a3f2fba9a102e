package dev.understudy.cli;

import static org.testng.Assert.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.testng.SkipException;
import org.testng.annotations.Test;

/** What becomes of a command whose output goes nowhere. */
public class StandardOutputTest {

    private static final File FULL = new File("/dev/full");

    @Test
    public void outputThatIsLostIsNoSuccess() throws IOException, InterruptedException {
        if (!FULL.exists()) {
            throw new SkipException("No device here is always full");
        }
        Process process = new ProcessBuilder(recipes()).redirectOutput(FULL).start();
        String errors = errors(process);
        assertEquals(process.waitFor(), Main.MISTAKE, errors);
        assertEquals(errors, "What was printed is not whole: No space left on device");
    }

    /** As {@code head} closes its pipe: nothing is said. */
    @Test
    public void whoReadNoFurtherHasReadEnough() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(recipes()).start();
        process.getInputStream().close();
        assertEquals(errors(process), "");
        assertEquals(process.waitFor(), 0);
    }

    private static List<String> recipes() {
        List<String> command = Cli.java(Cli.folder());
        command.addAll(List.of(Main.class.getName(), "recipes"));
        return command;
    }

    private static String errors(Process process) throws IOException {
        return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }
}
