package dev.understudy.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** This process's resident memory, where Linux tells it. */
public final class ResidentMemory {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path CLEAR = Path.of("/proc/self/clear_refs");
    private static final String RESET_PEAK = "5";
    private static final double KIB = 1024;
    private static final double MB = 1e6;

    private ResidentMemory() {}

    /** Whether it is told here. */
    public static boolean isTold() {
        return Files.isReadable(STATUS) && Files.isWritable(CLEAR);
    }

    /** Why rows are left out where it is not. */
    public static String reason() {
        return "peak memory is read from " + STATUS + " and reset by " + CLEAR + ", which Linux has";
    }

    /** Lets the peak begin anew. */
    public static void resetPeak() throws IOException {
        Files.writeString(CLEAR, RESET_PEAK);
    }

    /** What is resident now, in MB. */
    public static double now() throws IOException {
        return read("VmRSS:");
    }

    /** The most that was resident since the last reset, in MB. */
    public static double peak() throws IOException {
        return read("VmHWM:");
    }

    private static double read(String field) throws IOException {
        for (String line : Files.readAllLines(STATUS)) {
            if (line.startsWith(field)) {
                String number = line.substring(field.length()).replace("kB", "").strip();
                return Long.parseLong(number) * KIB / MB;
            }
        }
        throw new IOException(STATUS + " has no field " + field);
    }
}
