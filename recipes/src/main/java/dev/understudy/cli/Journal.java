package dev.understudy.cli;

import dev.understudy.InputException;
import dev.understudy.report.Reasons;
import dev.understudy.report.ReportException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** A run's folder while it is being filled, and the lines that go both to the terminal and to its {@code log.txt}. */
final class Journal implements AutoCloseable {

    private final Path folder;
    private final PrintWriter out;
    private final boolean made;
    private final boolean begun;
    private final Unfinished unfinished;
    private boolean mute;

    private Journal(Path folder, PrintWriter out, boolean made, Unfinished unfinished) {
        this.folder = folder;
        this.out = out;
        this.made = made;
        this.begun = Files.exists(log());
        this.unfinished = unfinished;
    }

    /** Makes a new run's folder before any work is done, so that it is known that it can be written; or goes on in one. */
    static Journal open(Path folder, PrintWriter out, List<String> command) {
        if (Files.exists(folder.resolve("summary.json")) && !Unfinished.isIn(folder)) {
            throw new InputException("--output " + folder + " holds a finished run already; choose another folder");
        }
        Journal journal = in(folder, out);
        StandardOpenOption log =
                journal.unfinished.holdsAny() ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
        return journal.begin(log, command);
    }

    /** Makes the folder of something that may be added to; what its log says stays. */
    static Journal resume(Path folder, PrintWriter out, List<String> command) {
        return in(folder, out).begin(StandardOpenOption.APPEND, command);
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
        return new Journal(folder, out, !there, Unfinished.in(folder));
    }

    private Journal begin(StandardOpenOption how, List<String> command) {
        try {
            Files.write(log(), new byte[0], StandardOpenOption.CREATE, how, StandardOpenOption.WRITE);
            unfinished.command(command);
            return this;
        } catch (IOException e) {
            close();
            throw new ReportException("Cannot write " + log() + ": " + Reasons.of(e), e);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
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

    /** To the log alone; a disk that does not take it ends nothing. */
    void note(String text) {
        try {
            Files.writeString(
                    log(), text + System.lineSeparator(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            mute = false;
        } catch (IOException e) {
            if (!mute) {
                out.println("Cannot write " + log() + ": " + Reasons.of(e) + "; the run goes on without");
            }
            mute = true;
        }
    }

    /** What the run keeps until it is finished. */
    Unfinished unfinished() {
        return unfinished;
    }

    /** Everything is written. */
    void finished() {
        unfinished.remove();
    }

    /** Something ended the run before its time: says how it goes on, or takes back an empty run. */
    void stopped() {
        if (unfinished.holdsAny() || begun || (made && holdsMore())) {
            line("Stopped; nothing is lost: ./understudy resume " + folder + " goes on from the last checkpoint");
        } else {
            discard();
        }
    }

    private boolean holdsMore() {
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.anyMatch(file -> !file.equals(log()) && !Unfinished.isOf(file));
        } catch (IOException e) {
            return true;
        }
    }

    private void discard() {
        unfinished.remove();
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

    @Override
    public void close() {
        unfinished.close();
    }
}
