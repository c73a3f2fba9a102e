package dev.understudy.cli;

import dev.understudy.InputException;
import dev.understudy.report.Reasons;
import dev.understudy.report.ReportException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A run's folder while it is being filled, and the lines that go both to the terminal and to its {@code log.txt}. */
final class Journal {

    private final Path folder;
    private final PrintWriter out;
    private final boolean made;

    private Journal(Path folder, PrintWriter out, boolean made) {
        this.folder = folder;
        this.out = out;
        this.made = made;
    }

    /** Makes a new run's folder before any work is done, so that it is known that it can be written. */
    static Journal open(Path folder, PrintWriter out) {
        if (Files.exists(folder.resolve("summary.json"))) {
            throw new InputException("--output " + folder + " holds a finished run already; choose another folder");
        }
        Journal journal = in(folder, out);
        journal.write("", StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        return journal;
    }

    /** Makes the folder of something that may be gone on with; what its log says stays. */
    static Journal resume(Path folder, PrintWriter out) {
        Journal journal = in(folder, out);
        journal.write("", StandardOpenOption.CREATE, StandardOpenOption.APPEND, StandardOpenOption.WRITE);
        return journal;
    }

    private static Journal in(Path folder, PrintWriter out) {
        boolean there = Files.exists(folder);
        if (there && !Files.isDirectory(folder)) {
            throw new InputException("--output " + folder + " is a file, a folder is wanted");
        }
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new InputException("--output " + folder + " cannot be made: " + Reasons.of(e), e);
        }
        if (!Files.isWritable(folder)) {
            throw new InputException("--output " + folder + " cannot be written: no permission");
        }
        return new Journal(folder, out, !there);
    }

    /** The first folder in {@code runs/} of this name that is not there yet. */
    static Path fresh(String name) {
        Path runs = Path.of("runs");
        for (int number = 1; ; number++) {
            Path folder = runs.resolve(name + "-" + number);
            if (!Files.exists(folder)) {
                return folder;
            }
        }
    }

    Path folder() {
        return folder;
    }

    PrintWriter out() {
        return out;
    }

    void line(String text) {
        out.println(text);
        note(text);
    }

    /** To the log alone. */
    void note(String text) {
        write(text + System.lineSeparator(), StandardOpenOption.APPEND, StandardOpenOption.WRITE);
    }

    /** Takes back an empty run. */
    void discard() {
        try {
            Files.deleteIfExists(log());
            if (made) {
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            out.println("The folder of the stopped run could not be removed: " + folder);
        }
    }

    private Path log() {
        return folder.resolve("log.txt");
    }

    private void write(String text, StandardOpenOption... options) {
        try {
            Files.write(log(), text.getBytes(StandardCharsets.UTF_8), options);
        } catch (IOException e) {
            throw new ReportException("Cannot write " + log() + ": " + Reasons.of(e), e);
        }
    }
}
