package dev.understudy.cli.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.understudy.InputException;
import dev.understudy.experiment.ExperimentFolder;
import dev.understudy.internal.file.AtomicFiles;
import dev.understudy.internal.text.Reasons;
import dev.understudy.result.ResultException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a run keeps in its folder until it is finished: the lock that it is alone there, and beside the checkpoints of its
 * students the command that goes on with it.
 */
public final class UnfinishedRun implements AutoCloseable {

    /** The option that names a run's folder. */
    static final String OUTPUT = "--output";

    private static final String COMMAND = "checkpoints/command.json";
    private static final int FORMAT = 1;
    private static final JsonMapper JSON = new JsonMapper();

    private final ExperimentFolder folder;

    private UnfinishedRun(ExperimentFolder folder) {
        this.folder = folder;
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
        return ExperimentFolder.holdsCheckpoints(run);
    }

    /** Takes and locks a run's folder. */
    public static UnfinishedRun in(Path run, ExperimentFolder.Kind kind) {
        return new UnfinishedRun(ExperimentFolder.open(OUTPUT, run, kind));
    }

    /** A comparison that another process has taken the folder of, and trains a part of here. */
    static UnfinishedRun joined(Path run) {
        return new UnfinishedRun(ExperimentFolder.join(run, ExperimentFolder.Kind.COMPARISON));
    }

    /** The folder that it has taken. */
    ExperimentFolder folder() {
        return folder;
    }

    /** Writes down what goes on with the run. */
    void command(List<String> words) {
        try {
            AtomicFiles.write(file(), JSON.writeValueAsBytes(new Command(FORMAT, words)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Words cannot be written as JSON", e);
        }
    }

    /** The command of the unfinished run in a folder. */
    public static List<String> commandOf(Path run) {
        Path file = run.resolve(COMMAND);
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

    /** Some student has begun. */
    public boolean holdsAny() {
        return folder.holdsAny();
    }

    /** The run is written: nothing of this is wanted any more. What is not the run's own stays. */
    void remove() {
        forgetCommand();
        folder.finished();
    }

    /** The run came to nothing: the folder is as it was before. */
    void giveBack() {
        forgetCommand();
        folder.giveBack();
    }

    private void forgetCommand() {
        try {
            Files.deleteIfExists(file());
        } catch (IOException e) {
            throw new ResultException(file() + " cannot be removed: " + Reasons.of(e), e);
        }
    }

    private Path file() {
        return folder.getPath().resolve(COMMAND);
    }

    @Override
    public void close() {
        folder.close();
    }
}
