package dev.understudy.cli;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.testng.annotations.Test;

/** A comparison that is killed at random moments ends, with the same command, as one that was never disturbed. */
public class KilledComparisonTest {

    private static final int MINUTES = 5;
    private static final int LEAST_MILLIS = 1000;
    private static final int MOST_MILLIS = 6000;
    private static final int KILLS = 1;

    private final Path home = Cli.folder();

    private Process start(Path folder) throws IOException {
        List<String> command = Cli.java(home);
        command.add(Main.class.getName());
        command.addAll(Cli.tiny(
                "compare",
                folder,
                "student",
                "kd",
                "channel",
                "channel:stages=two",
                "--seeds",
                "3",
                "--epochs",
                "3",
                "--width",
                "0.03125"));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private void finish(Path folder) throws IOException, InterruptedException {
        Process process = start(folder);
        assertTrue(process.waitFor(MINUTES, TimeUnit.MINUTES));
        assertEquals(process.exitValue(), 0, Files.readString(folder.resolve("log.txt")));
    }

    @Test
    public void killedAtRandomItEndsTheSame() throws IOException, InterruptedException {
        Path undisturbed = Cli.fresh();
        finish(undisturbed);
        Path killed = Cli.fresh();
        Random random = new Random();
        for (int i = 0; i < KILLS; i++) {
            Process process = start(killed);
            int moment = LEAST_MILLIS + random.nextInt(MOST_MILLIS - LEAST_MILLIS);
            if (process.waitFor(moment, TimeUnit.MILLISECONDS)) {
                break;
            }
            process.destroyForcibly().waitFor();
        }
        finish(killed);
        assertEquals(MeasuredStudents.of(killed), MeasuredStudents.of(undisturbed));
    }
}
