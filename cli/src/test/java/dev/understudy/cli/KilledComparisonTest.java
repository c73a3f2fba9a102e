package dev.understudy.cli;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import dev.understudy.result.Comparison;
import dev.understudy.result.EpochRow;
import dev.understudy.result.StudentResult;
import dev.understudy.result.TableCell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx1g",
                "-Dunderstudy.home=" + home,
                "-Dai.djl.offline=true",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
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

    /** All that was measured of each student, but for times and where it was trained. */
    static Map<String, List<Object>> measured(Path folder) {
        Map<String, List<Object>> measured = new LinkedHashMap<>();
        for (TableCell cell : Comparison.read(folder.resolve("table.json")).cells()) {
            // How many epochs the student alone has for as much time depends on the clock.
            if (!cell.recipe().startsWith("student:")) {
                for (StudentResult student : cell.students()) {
                    List<Object> all = new ArrayList<>(List.of(student.settings(), student.test()));
                    for (EpochRow row : student.history()) {
                        all.add(List.of(row.epoch(), row.trainLoss(), row.terms(), row.stageName()));
                        all.add(String.valueOf(row.testAccuracy()));
                        all.add(String.valueOf(row.validationAccuracy()));
                    }
                    measured.put(cell.recipe() + " seed " + student.seed(), all);
                }
            }
        }
        return measured;
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
        assertEquals(measured(killed), measured(undisturbed));
    }
}
