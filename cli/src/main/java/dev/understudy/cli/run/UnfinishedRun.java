package dev.understudy.cli.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.understudy.Checkpoints;
import dev.understudy.InputException;
import dev.understudy.cli.option.CheckpointInterval;
import dev.understudy.internal.file.AtomicFiles;
import dev.understudy.internal.file.FolderLock;
import dev.understudy.internal.file.ManagedFolder;
import dev.understudy.internal.text.Reasons;
import dev.understudy.result.ResultException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a run keeps in its folder until it is finished: the lock that it is alone there, and in {@code checkpoints/} the
 * command and the checkpoints of its students.
 */
public final class UnfinishedRun implements AutoCloseable {

    /** The option that names a run's folder. */
    static final String OUTPUT = "--output";

    private static final String FOLDER = "checkpoints";
    private static final String COMMAND = "command.json";
    private static final int FORMAT = 1;
    private static final JsonMapper JSON = new JsonMapper();

    private final ManagedFolder run;
    private final Path folder;
    private final FolderLock lock;
    private final Set<Path> spared = new HashSet<>();

    private UnfinishedRun(ManagedFolder run, Path folder, FolderLock lock) {
        this.run = run;
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
    public static boolean isIn(Path run) {
        return students(run.resolve(FOLDER)).anyMatch(Checkpoints::holdAny);
    }

    /** Whether a path in a run's folder is where this lies. */
    static boolean isOf(Path path) {
        return path.endsWith(FOLDER);
    }

    /** Takes and locks a run's folder. */
    public static UnfinishedRun in(Path run, String kind) {
        ManagedFolder own = ManagedFolder.claim(OUTPUT, run, kind);
        FolderLock lock = own.lock();
        boolean opened = false;
        try {
            UnfinishedRun unfinished = new UnfinishedRun(own, own.inside(FOLDER), lock);
            opened = true;
            return unfinished;
        } finally {
            if (!opened) {
                lock.close();
            }
        }
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
    public static List<String> commandOf(Path run) {
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

    /** A student's checkpoints. */
    Checkpoints checkpoints(String student, CheckpointInterval pace) {
        return pace.of(Checkpoints.at(folder.resolve(student)));
    }

    /** A student's checkpoints are not wanted any more. */
    void forget(String student) {
        Checkpoints.at(folder.resolve(student)).remove();
    }

    /** A student's checkpoints stay when the run is finished. */
    void spare(String student) {
        spared.add(folder.resolve(student));
    }

    /** Some student has begun. */
    public boolean holdsAny() {
        return students(folder).anyMatch(Checkpoints::holdAny);
    }

    /** The run is written: nothing of this is wanted any more. What is not the run's own stays. */
    void remove() {
        students(folder)
                .filter(student -> !spared.contains(student.getFolder()))
                .forEach(Checkpoints::remove);
        try {
            Files.deleteIfExists(folder.resolve(COMMAND));
        } catch (IOException e) {
            throw new ResultException(folder.resolve(COMMAND) + " cannot be removed: " + Reasons.of(e), e);
        }
        ManagedFolder.removeEmpty(folder);
    }

    /** The run came to nothing: the folder is as it was before. */
    void giveBack() {
        remove();
        run.giveBack();
    }

    private static Stream<Checkpoints> students(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Stream.of();
        }
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.map(Checkpoints::at).toList().stream();
        } catch (IOException e) {
            throw new InputException("The folder " + folder + " cannot be read: " + Reasons.of(e), e);
        }
    }

    @Override
    public void close() {
        lock.close();
    }
}
