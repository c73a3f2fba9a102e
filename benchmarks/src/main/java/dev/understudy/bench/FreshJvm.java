package dev.understudy.bench;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Fresh JVMs like this one. */
public final class FreshJvm {

    private FreshJvm() {}

    /** The command that starts the Java that runs here. */
    public static List<String> java() {
        return new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    }

    /** The command that starts a class of ours in a JVM with the same class path and options. */
    public static List<String> command(String main, List<String> words) {
        List<String> command = java();
        for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (option.startsWith("-X") || option.startsWith("-D") || option.startsWith("--enable-native-access")) {
                command.add(option);
            }
        }
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("ai.djl."))
                .sorted()
                .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
        command.addAll(words);
        return command;
    }

    /** What a {@link BenchChild} measured. */
    public static double[] child(BenchOptions options, String what, String... words) throws IOException {
        List<String> all = new ArrayList<>(List.of(what, Boolean.toString(options.quick())));
        all.addAll(List.of(words));
        String answer = run(command(BenchChild.class.getName(), all));
        String last = answer.lines().reduce((first, second) -> second).orElse("");
        return Arrays.stream(last.split(" ", -1))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    /** Runs a command to its end and gives what it printed. */
    public static String run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        process.getOutputStream().close();
        try (InputStream out = process.getInputStream()) {
            String printed = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            int status = process.waitFor();
            if (status != 0) {
                throw new IOException("A child process ended with status " + status + ": " + command.get(0) + " ... "
                        + command.get(command.size() - 1));
            }
            return printed;
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while a child process ran", e);
        }
    }
}
