package dev.understudy.cli.run;

import ai.djl.Device;
import dev.understudy.InputException;
import dev.understudy.cli.option.CommandText;
import dev.understudy.experiment.ExperimentFolder;
import dev.understudy.internal.file.ManagedFolder;
import dev.understudy.internal.text.Reasons;
import dev.understudy.result.Provenance;
import dev.understudy.result.ResultException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A run's folder while it is being filled, and the lines that go both to the terminal and to its {@code log.txt}. */
public final class RunLog implements AutoCloseable {

    private final Path folder;
    private final PrintWriter out;
    private final boolean begun;
    private final @Nullable UnfinishedRun unfinished;
    private boolean made;
    private boolean resumed;
    private boolean mute;
    private boolean joined;
    private boolean onGpu;

    private RunLog(Path folder, PrintWriter out, @Nullable UnfinishedRun unfinished) {
        this.folder = folder;
        this.out = out;
        this.begun = Files.exists(log());
        this.unfinished = unfinished;
    }

    /** Refuses a run's folder before anything is read for it. */
    static void checkRun(Path folder) {
        ManagedFolder.check(UnfinishedRun.OUTPUT, folder, ExperimentFolder.Kind.RUN.mark());
    }

    /** Refuses a comparison's folder before anything is read for it. */
    public static void checkComparison(Path folder) {
        ManagedFolder.check(UnfinishedRun.OUTPUT, folder, ExperimentFolder.Kind.COMPARISON.mark());
    }

    /** Makes a new run's folder before any work is done, so that it is known that it can be written; or goes on in one. */
    public static RunLog open(Path folder, PrintWriter out, List<String> command) {
        RunLog log = new RunLog(folder, out, UnfinishedRun.in(folder, ExperimentFolder.Kind.RUN));
        boolean goesOn = log.unfinished().holdsAny();
        if (Files.exists(folder.resolve("summary.json")) && !goesOn) {
            log.unfinished().remove();
            log.close();
            throw new InputException("--output " + folder + " holds a finished run already; choose another folder");
        }
        log.resumed = goesOn;
        return log.begin(goesOn ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING, command);
    }

    /** Makes the folder of a comparison, which may be added to; what its log says stays. */
    public static RunLog resume(Path folder, PrintWriter out, List<String> command) {
        return new RunLog(folder, out, UnfinishedRun.in(folder, ExperimentFolder.Kind.COMPARISON))
                .begin(StandardOpenOption.APPEND, command);
    }

    /** Another process's comparison, of which a part is trained here: that one writes the log, of what is printed here. */
    public static RunLog join(Path folder, PrintWriter out) {
        RunLog log = new RunLog(folder, out, UnfinishedRun.joined(folder));
        log.joined = true;
        return log;
    }

    /** Of work that has no folder of its own: what it says is printed, and kept nowhere. */
    public static RunLog printed(PrintWriter out) {
        RunLog log = new RunLog(Path.of(""), out, null);
        log.joined = true;
        return log;
    }

    private RunLog begin(StandardOpenOption how, List<String> command) {
        try {
            Files.write(
                    log(),
                    new byte[0],
                    StandardOpenOption.CREATE,
                    how,
                    StandardOpenOption.WRITE,
                    LinkOption.NOFOLLOW_LINKS);
            unfinished().command(command);
            return this;
        } catch (IOException e) {
            close();
            throw new ResultException("Cannot write " + log() + ": " + Reasons.of(e), e);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Makes the first folder in {@code runs/} of this name that nobody has; another command may look for one, too. */
    static RunLog fresh(String name, PrintWriter out, List<String> command) {
        Path folder = next(name);
        try {
            RunLog log = open(folder, out, command);
            log.made = true;
            return log;
        } catch (RuntimeException e) {
            ManagedFolder.removeEmpty(folder);
            throw e;
        }
    }

    private static Path next(String name) {
        Path runs = Path.of("runs");
        try {
            Files.createDirectories(runs);
            int number = 1;
            while (true) {
                try {
                    return Files.createDirectory(runs.resolve(name + "-" + number));
                } catch (FileAlreadyExistsException e) {
                    number++;
                }
            }
        } catch (IOException e) {
            throw new ResultException("A folder in " + runs + " cannot be made: " + Reasons.withFile(e), e);
        }
    }

    /** Whether it goes on with a run that was stopped. */
    boolean isResumed() {
        return resumed;
    }

    public Path folder() {
        return folder;
    }

    public PrintWriter out() {
        return out;
    }

    public void line(String text) {
        out.println(text);
        if (joined) {
            out.flush();
        }
        note(text);
    }

    /** To the log alone; a disk that does not take it ends nothing. */
    public void note(String text) {
        if (joined) {
            return;
        }
        try {
            Files.writeString(
                    log(),
                    text + System.lineSeparator(),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND,
                    LinkOption.NOFOLLOW_LINKS);
            mute = false;
        } catch (IOException e) {
            if (!mute) {
                out.println("Cannot write " + log() + ": " + Reasons.of(e) + "; the run goes on without");
            }
            mute = true;
        }
    }

    /** What computes, to the log alone. */
    void machine(List<Device> devices) {
        onGpu = devices.stream().anyMatch(Device::isGpu);
        note("Machine: " + Provenance.collect("", "", Instant.EPOCH, devices).machine());
    }

    /** What the run keeps until it is finished. */
    UnfinishedRun unfinished() {
        return Objects.requireNonNull(unfinished, "a log without a folder");
    }

    /** Everything is written. */
    void finished() {
        unfinished().remove();
    }

    /** Something ended the run before its time: says how it goes on, where it can, or takes back an empty run. */
    public void stopped(Throwable reason) {
        if (!begun && !unfinished().holdsAny() && !holdsMore()) {
            discard();
        } else if (reason instanceof CancellationException) {
            line("Stopped; nothing is lost: " + goesOn());
        } else if (passes(reason)) {
            line("Stopped; once that is mended, " + goesOn());
        }
    }

    /** The command that goes on, and what it comes to where that is not the bits that the run would have had. */
    private String goesOn() {
        return "./understudy resume " + CommandText.quoted(folder.toString()) + " goes on from the last checkpoint"
                + (onGpu ? "; on a GPU it ends the same within noise, not bit for bit" : "");
    }

    /** A disk or a folder can be mended. What else ends a run would end it again: the same command gets no further. */
    private static boolean passes(Throwable reason) {
        return reason instanceof IOException
                || reason instanceof UncheckedIOException
                || (reason instanceof ResultException && reason.getCause() != null);
    }

    private boolean holdsMore() {
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.anyMatch(file ->
                    !file.equals(log()) && !ExperimentFolder.isCheckpoints(file) && !ManagedFolder.isMark(file));
        } catch (IOException e) {
            return true;
        }
    }

    private void discard() {
        try {
            Files.deleteIfExists(log());
            unfinished().giveBack();
            if (made) {
                ManagedFolder.removeEmpty(folder);
            }
        } catch (IOException | ResultException e) {
            out.println("The folder of the stopped run could not be removed: " + folder);
        }
    }

    private Path log() {
        return folder.resolve("log.txt");
    }

    @Override
    public void close() {
        if (unfinished != null) {
            unfinished.close();
        }
    }
}
