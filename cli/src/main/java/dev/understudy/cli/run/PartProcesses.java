package dev.understudy.cli.run;

import dev.understudy.TrainingException;
import dev.understudy.cli.Main;
import dev.understudy.cli.option.StepOptions;
import dev.understudy.experiment.ExperimentPlan;
import dev.understudy.internal.text.Reasons;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;

/**
 * Other processes that each train a part of a comparison, with the same command line, in the same folder, to the same bits.
 * They end with this one, whatever ends it: their standard input is held open here.
 */
final class PartProcesses {

    private static final long LOOK_MILLISECONDS = 100;

    private final List<String> words;
    private final int most;
    private final RunLog log;
    private final List<Running> running = new ArrayList<>();

    /** The names of parts, by what became of them. */
    private final Map<String, List<String>> failures = new LinkedHashMap<>();

    /**
     * None yet.
     *
     * @param words the command line
     * @param most how many there are at once
     */
    PartProcesses(List<String> words, int most, RunLog log) {
        this.words = words;
        this.most = most;
        this.log = log;
    }

    private record Running(String name, Process process, Thread reader, Path plan) {}

    /** Trains all parts; where a process fails, the others go on to their ends first. */
    void train(ExperimentPlan plan) throws IOException {
        Queue<ExperimentPlan.Part> waiting = new ArrayDeque<>(plan.parts());
        log.line(plan.parts().size() + " parts, " + Math.min(most, waiting.size()) + " processes");
        int number = 0;
        try {
            while (!waiting.isEmpty() || !running.isEmpty()) {
                Interrupt.check();
                while (!waiting.isEmpty() && running.size() < most) {
                    start("part " + ++number + "/" + plan.parts().size(), alone(plan, waiting.remove()));
                }
                for (Running each : List.copyOf(running)) {
                    if (each.process.waitFor(LOOK_MILLISECONDS, TimeUnit.MILLISECONDS)) {
                        ended(each);
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("Stopped");
        } finally {
            stop();
        }
        if (!failures.isEmpty()) {
            List<String> lines = new ArrayList<>();
            failures.forEach((what, parts) -> lines.add(
                    (parts.size() == 1 ? "The process of " : "The processes of ") + String.join(", ", parts) + what));
            throw new TrainingException(String.join("; ", lines)
                    + "; what was written stands above, and the same command goes on from its last checkpoints");
        }
    }

    private static ExperimentPlan alone(ExperimentPlan plan, ExperimentPlan.Part part) {
        return new ExperimentPlan(plan.format(), List.of(part), 0, List.of());
    }

    private void start(String name, ExperimentPlan part) throws IOException {
        Path file = Files.createTempFile("understudy-part", ".json");
        try {
            part.write(file);
            Process process = new ProcessBuilder(command(name, file))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            Thread reader = new Thread(() -> relay(process), "understudy-" + name);
            reader.setDaemon(true);
            reader.start();
            running.add(new Running(name, process, reader, file));
        } catch (IOException e) {
            Files.deleteIfExists(file);
            fail(name, " could not be started: " + Reasons.of(e));
        }
    }

    private List<String> command(String name, Path plan) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.matches("-X.*|-D.*|--enable-native-access.*"))
                .toList());
        System.getProperties().stringPropertyNames().stream()
                .filter(each -> each.startsWith("ai.djl.") || each.startsWith("understudy."))
                .sorted()
                .forEach(each -> command.add("-D" + each + "=" + System.getProperty(each)));
        command.addAll(List.of("-Dunderstudy.terminal=false", "-cp", System.getProperty("java.class.path")));
        command.add(Main.class.getName());
        command.addAll(words);
        command.addAll(List.of(
                StepOptions.FIRST, "part", "--step-file", plan.toString(), "--step-name", name, "--step-with-input"));
        return command;
    }

    /** What it prints is printed here, and logged. */
    private void relay(Process process) {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                synchronized (log) {
                    log.line(line);
                }
            }
        } catch (IOException e) {
            log.line("A process cannot be listened to any more: " + Reasons.of(e));
        }
    }

    private void ended(Running one) throws IOException, InterruptedException {
        one.reader.join();
        running.remove(one);
        Files.deleteIfExists(one.plan);
        int status = one.process.exitValue();
        if (status == Interrupt.STOPPED) {
            throw new CancellationException("Stopped");
        }
        if (status != 0) {
            fail(one.name, " ended with status " + status);
        }
    }

    private void fail(String name, String what) {
        failures.computeIfAbsent(what, key -> new ArrayList<>()).add(name);
    }

    /** Lets those that still run finish their step and keep what they have. */
    private void stop() {
        for (Running each : running) {
            try {
                each.process.getOutputStream().close();
            } catch (IOException e) {
                each.process.destroy();
            }
        }
        for (Running each : running) {
            each.process.onExit().join();
            each.plan.toFile().delete();
        }
    }
}
