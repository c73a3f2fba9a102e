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
        List<String> command = Cli.java(Cli.folder());
        command.addAll(List.of(Main.class.getName(), "recipes"));
        Process process = new ProcessBuilder(command).redirectOutput(FULL).start();
        String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(process.waitFor(), Main.MISTAKE, errors);
        assertEquals(errors.strip(), "What was printed is not whole: the standard output is full or closed");
    }
}
