package dev.understudy.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.understudy.Checkpoints;
import dev.understudy.InputException;
import dev.understudy.report.AtomicFiles;
import dev.understudy.report.FolderLock;
import dev.understudy.report.Reasons;
import dev.understudy.report.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a run keeps in its folder until it is finished: the lock that it is alone there, the command, and the checkpoints
 * of its students. All of it lies in {@code checkpoints/}.
 */
final class Unfinished implements AutoCloseable {

    private static final String FOLDER = "checkpoints";
    private static final String COMMAND = "command.json";
    private static final String LOCK = ".lock";
    private static final int FORMAT = 1;
    private static final JsonMapper JSON = new JsonMapper();

    private final Path folder;
    private final FolderLock lock;

    private Unfinished(Path folder, FolderLock lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * The command line of a run.
     *
     * @param format of the file
     * @param words as they were typed
     */
    private record Command(int format, List<String> words) {}

    /** Whether a run's folder holds checkpoints to go on from. */
    static boolean isIn(Path run) {
        Path folder = run.resolve(FOLDER);
        return Files.isDirectory(folder) && !students(folder).isEmpty();
    }

    /** Whether a path in a run's folder is where this lies. */
    static boolean isOf(Path path) {
        return path.endsWith(FOLDER);
    }

    /** Locks a run's folder. */
    static Unfinished in(Path run) {
        Path folder = run.resolve(FOLDER);
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new InputException("--output " + run + " cannot be written: " + Reasons.of(e), e);
        }
        return new Unfinished(folder, FolderLock.of(run, folder.resolve(LOCK)));
    }

    /** Writes down what goes on with the run. */
    void command(List<String> words) {
        try {
            AtomicFiles.write(folder.resolve(COMMAND), JSON.writeValueAsBytes(new Command(FORMAT, words)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Words cannot be written as JSON", e);
        }
    }

    /** The command of the unfinished run in a folder. */
    static List<String> commandOf(Path run) {
        Path file = run.resolve(FOLDER).resolve(COMMAND);
        if (!Files.isRegularFile(file)) {
            throw new InputException("Nothing to go on with in " + run + ": there is no " + run.relativize(file)
                    + (Files.exists(run.resolve("summary.json")) ? ", the run is finished" : ""));
        }
        try {
            Command command = JSON.readValue(Files.readAllBytes(file), Command.class);
            if (command.format != FORMAT) {
                throw new InputException(file + " is of format " + command.format
                        + ", written by another version of Understudy; this one reads format " + FORMAT);
            }
            return command.words;
        } catch (JsonProcessingException e) {
            throw new InputException(
                    file + " is damaged: " + e.getOriginalMessage() + "; give the whole command with --output " + run,
                    e);
        } catch (IOException e) {
            throw new InputException(file + " cannot be read: " + Reasons.of(e), e);
        }
    }

    /** Where a student's checkpoints lie. */
    Path of(String student) {
        return folder.resolve(student);
    }

    /** A student's checkpoints. */
    Checkpoints checkpoints(String student, Pace pace) {
        return pace.of(Checkpoints.at(of(student)));
    }

    /** Some student has begun. */
    boolean holdsAny() {
        return !students(folder).isEmpty();
    }

    /** The run is written: nothing of this is wanted any more. */
    void remove() {
        lock.close();
        Trees.delete(folder);
    }

    private static List<Path> students(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".safetensors"))
                    .toList();
        } catch (IOException e) {
            throw new InputException("The folder " + folder + " cannot be read: " + Reasons.of(e), e);
        }
    }

    @Override
    public void close() {
        lock.close();
    }
}
