package dev.understudy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What is warned of on standard error between opening and closing this. */
public final class Warnings implements AutoCloseable {

    private static final String WARN = "WARN ";

    private final PrintStream before = System.err;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    private Warnings() {}

    public static Warnings open() {
        Warnings warnings = new Warnings();
        System.setErr(new PrintStream(warnings.written, true, StandardCharsets.UTF_8));
        return warnings;
    }

    /** So far. */
    public List<String> lines() {
        return written.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith(WARN))
                .map(line -> line.substring(WARN.length()))
                .toList();
    }

    @Override
    public void close() {
        System.setErr(before);
    }
}
