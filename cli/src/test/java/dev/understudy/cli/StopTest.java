package dev.understudy.cli;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import dev.understudy.result.RunSummary;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.testng.SkipException;
import org.testng.annotations.Test;

/** Ctrl-C and the like, in a JVM of its own. */
public class StopTest {

    private static final int PATIENCE_SECONDS = 30;
    private static final int INTERRUPTED = 130;
    private static final int TERMINATED = 143;

    @Test
    public void ctrlCAfterAStudentKeepsThoseThatAreFinished() throws Exception {
        skipWhereSignalsAreIgnored();
        Path home = Cli.folder();
        Path folder = Cli.fresh();
        Process process = start(home, Cli.train(folder, "student", "--seeds", "1000"));
        String log = stopAt(process, "student seed 1: ", "INT", INTERRUPTED);

        RunSummary summary = RunSummary.read(folder.resolve("summary.json"));
        assertFalse(summary.students().isEmpty());
        assertTrue(summary.students().size() < 1000);
        assertTrue(log.contains("./understudy resume " + folder + " goes on"), log);
        List<String> wanted =
                new ArrayList<>(List.of("checkpoints", "summary.json", "history.csv", "log.txt", "report.html"));
        summary.students().forEach(student -> {
            wanted.add("student-seed" + student.seed() + ".json");
            wanted.add("student-seed" + student.seed() + ".safetensors");
        });
        assertEquals(Cli.names(folder), wanted.stream().sorted().toList());
    }

    @Test
    public void terminationInAnEpochIsMadeGoodByTheSameCommand() throws Exception {
        skipWhereSignalsAreIgnored();
        Path home = Cli.folder();
        Path folder = Cli.fresh();
        List<String> words = Cli.train(folder, "channel", "--teacher-epochs", "10");
        stopAt(start(home, words), "teacher  epoch 1/10", "TERM", TERMINATED);
        assertFalse(Files.exists(folder), "nothing of the run itself had begun");

        Process again = start(home, words);
        String log = new String(again.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(again.waitFor(), 0, log);
        assertTrue(log.lines().anyMatch(line -> line.startsWith("teacher goes on in epoch ")), log);
        assertFalse(log.contains("teacher  epoch 1/10"), log);
        assertEquals(
                Cli.names(folder),
                List.of(
                        "channel-seed1.json",
                        "channel-seed1.safetensors",
                        "history.csv",
                        "log.txt",
                        "report.html",
                        "summary.json"));
    }

    private static Process start(Path home, List<String> words) throws IOException {
        List<String> command = Cli.java(home);
        command.add(Main.class.getName());
        command.addAll(words);
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** Waits for a line, sends the signal, and waits for the end. */
    private static String stopAt(Process process, String line, String signal, int status) throws Exception {
        StringBuilder seen = new StringBuilder();
        try (BufferedReader output = process.inputReader()) {
            boolean sent = false;
            for (String next = output.readLine(); next != null; next = output.readLine()) {
                seen.append(next).append('\n');
                if (!sent && next.startsWith(line)) {
                    send(signal, process);
                    sent = true;
                }
            }
            assertTrue(sent, "no line \"" + line + "\" in " + seen);
            assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), seen.toString());
            assertEquals(process.exitValue(), status, seen.toString());
            return seen.toString();
        } finally {
            process.destroyForcibly();
        }
    }

    private static void send(String signal, Process process) throws Exception {
        Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start();
        assertEquals(kill.waitFor(), 0);
    }

    /** A JVM that is started with a signal ignored, as in the background of some shells, goes on ignoring it. */
    private static void skipWhereSignalsAreIgnored() {
        if (System.getProperty("os.name", "").startsWith("Windows")) {
            throw new SkipException("Windows has no signals");
        }
        Path status = Path.of("/proc/self/status");
        if (Files.isReadable(status)) {
            long ignored = ignored(status);
            // Bit 1 is SIGINT, bit 14 is SIGTERM.
            if ((ignored & (1L << 1 | 1L << 14)) != 0) {
                throw new SkipException("Signals are ignored here");
            }
        }
    }

    private static long ignored(Path status) {
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("SigIgn:"))
                    .mapToLong(line -> Long.parseUnsignedLong(
                            line.substring("SigIgn:".length()).strip(), 16))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
