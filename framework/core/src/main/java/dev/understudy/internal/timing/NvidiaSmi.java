package dev.understudy.internal.timing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What NVIDIA's own program says of the graphics cards; nothing where it is not there, fails or takes too long. */
final class NvidiaSmi {

    static final List<String> COMMAND =
            List.of("nvidia-smi", "--query-gpu=name,driver_version,memory.total", "--format=csv,noheader");

    private static final int FIELDS = 3;

    private NvidiaSmi() {}

    /**
     * A graphics card.
     *
     * @param name such as {@code NVIDIA H100 80GB HBM3}
     * @param driver the driver's version
     * @param memory with its unit
     */
    record Card(String name, String driver, String memory) {

        String describe() {
            return name + ", " + memory + " memory, driver " + driver;
        }
    }

    /** Asks once, and waits for the answer no longer than this. */
    static List<Card> ask(List<String> command, int seconds) {
        try {
            Path answer = Files.createTempFile("understudy", ".csv");
            try {
                return answered(command, answer, seconds) ? cards(Files.readString(answer)) : List.of();
            } finally {
                Files.deleteIfExists(answer);
            }
        } catch (IOException e) {
            return List.of();
        }
    }

    private static boolean answered(List<String> command, Path answer, int seconds) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectOutput(answer.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            return process.waitFor(seconds, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            process.destroyForcibly();
        }
    }

    /** Lines that are something else are left out. */
    static List<Card> cards(String answer) {
        return answer.lines()
                .map(line -> line.strip().split("\\s*,\\s*", -1))
                .filter(fields -> fields.length == FIELDS && fields[2].matches("\\d+ \\w+") && !fields[0].isEmpty())
                .map(fields -> new Card(fields[0], fields[1].isEmpty() ? "unknown" : fields[1], fields[2]))
                .toList();
    }
}
