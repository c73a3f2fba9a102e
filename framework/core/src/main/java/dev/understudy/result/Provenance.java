package dev.understudy.result;

import ai.djl.Device;
import dev.understudy.internal.text.Checks;
import dev.understudy.internal.timing.Machine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Properties;

/**
 * Where a result comes from: enough to get it again.
 *
 * @param version of this project
 * @param commit of this project's source
 * @param command what was typed
 * @param engine the engine that computed, with its version
 * @param java the Java that ran
 * @param machine operating system, processor, cores and memory; where GPUs computed, those as well, with their driver
 * @param start when the run began, or was gone on with last
 * @param seconds how long the run took from there
 */
public record Provenance(
        String version,
        String commit,
        String command,
        String engine,
        String java,
        String machine,
        Instant start,
        double seconds) {
    private static final String BUILD = "/dev/understudy/build.properties";
    private static final String UNKNOWN = "unknown";

    /** Refuses an impossible duration. */
    public Provenance {
        Checks.notNegative("seconds", seconds);
    }

    /**
     * Looks around, for what is computed on the processor.
     *
     * @param command what was typed
     * @param engine the engine that computes, with its version
     * @param start when the run began, kept to the second
     * @return as {@link #collect(String, String, Instant, List)} gives it
     */
    public static Provenance collect(String command, String engine, Instant start) {
        return collect(command, engine, start, List.of());
    }

    /**
     * Looks around: the build's version and commit, this Java, this machine. It names neither the machine nor its user.
     *
     * @param command what was typed
     * @param engine the engine that computes, with its version
     * @param start when the run began, kept to the second
     * @param devices what computes; of GPUs their name, memory, driver, CUDA and rounding (TF32) are told, each as
     *     "unknown" where it cannot be found out
     * @return the provenance of a run that has taken no time yet
     */
    public static Provenance collect(String command, String engine, Instant start, List<Device> devices) {
        Properties build = build();
        return new Provenance(
                known(build.getProperty("version", UNKNOWN)),
                known(build.getProperty("commit", UNKNOWN)),
                command,
                engine,
                Runtime.version() + ", " + System.getProperty("java.vm.name", UNKNOWN),
                Machine.describe(devices),
                start.truncatedTo(ChronoUnit.SECONDS),
                0);
    }

    /**
     * The same origin for a run that took this long.
     *
     * @param taken the duration of the run in seconds
     * @return a copy with that duration
     */
    public Provenance withSeconds(double taken) {
        return new Provenance(version, commit, command, engine, java, machine, start, taken);
    }

    private static Properties build() {
        Properties build = new Properties();
        try (InputStream in = Provenance.class.getResourceAsStream(BUILD)) {
            if (in != null) {
                build.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return build;
    }

    /** A value that the build did not fill in is a value that nobody knows. */
    private static String known(String value) {
        return value.isBlank() || value.startsWith("${") ? UNKNOWN : value;
    }
}
