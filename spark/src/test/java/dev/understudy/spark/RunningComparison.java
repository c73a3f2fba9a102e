package dev.understudy.spark;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** A driver in a process of its own, what it says, and the executors that it has started. */
final class RunningComparison implements AutoCloseable {

    private static final Pattern EXECUTOR = Pattern.compile("--executor-id\\x00(\\d+)\\x00");
    private static final long LOOK_MILLISECONDS = 50;
    private static final int MINUTES = 15;

    private final Process process;
    private final List<String> lines = new ArrayList<>();

    RunningComparison(ProcessBuilder program) throws IOException {
        process = program.start();
        Thread reader = new Thread(this::read, "driver's lines");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                synchronized (lines) {
                    lines.add(line);
                }
            }
        } catch (IOException e) {
            // Killed.
        }
    }

    String said() {
        synchronized (lines) {
            return String.join("\n", lines);
        }
    }

    /** Waits for a line that is said, or was. */
    String await(String pattern) throws InterruptedException, TimeoutException {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(MINUTES);
        while (System.nanoTime() < end) {
            Optional<String> found =
                    said().lines().filter(line -> line.matches(pattern)).findFirst();
            if (found.isPresent()) {
                return found.get();
            }
            if (!process.isAlive()) {
                break;
            }
            Thread.sleep(LOOK_MILLISECONDS);
        }
        throw new TimeoutException("Nothing like " + pattern + " in: " + said());
    }

    /** The process of an executor, by Spark's number. */
    Optional<ProcessHandle> executor(String number) {
        return process.descendants()
                .filter(child -> number.equals(number(child)))
                .findFirst();
    }

    private static String number(ProcessHandle child) {
        try {
            var found = EXECUTOR.matcher(Files.readString(
                    Path.of("/proc", Long.toString(child.pid()), "cmdline"), StandardCharsets.ISO_8859_1));
            return found.find() ? found.group(1) : "";
        } catch (IOException e) {
            return "";
        }
    }

    /** Ends the driver as a power cut does, and waits until its executors have noticed. */
    void kill() throws InterruptedException {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly().waitFor();
        for (ProcessHandle child : children) {
            child.onExit().join();
        }
    }

    int status() throws InterruptedException, TimeoutException {
        if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
            throw new TimeoutException("Still running: " + said());
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
