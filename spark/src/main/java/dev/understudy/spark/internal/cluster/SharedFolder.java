package dev.understudy.spark.internal.cluster;

import dev.understudy.internal.file.AtomicFiles;
import dev.understudy.internal.text.Reasons;
import dev.understudy.result.ResultException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder that driver and executors must all see under the same path. Each writes a token there that the others read; what
 * tasks tell of their progress lies beside.
 */
public final class SharedFolder {

    private static final String PLACE = ".cluster";
    private static final Duration OLD = Duration.ofDays(60);
    private static final String DRIVER = "driver.token";
    private static final String EXECUTOR = "executor-%s.token";
    private static final Pattern OURS = Pattern.compile("driver\\.token|executor-[\\w.-]+\\.token|[\\w-]+\\.progress");

    private final Path folder;
    private final Path place;
    private final String run;

    private SharedFolder(Path folder, String run) {
        this.folder = folder;
        this.place = folder.resolve(PLACE).resolve(run);
        this.run = run;
    }

    /**
     * The folder of a run.
     *
     * @param folder the folder
     * @param run tells this run from those before it
     * @return the folder, of which nothing is known yet
     */
    public static SharedFolder of(Path folder, String run) {
        return new SharedFolder(folder, run);
    }

    /**
     * On the driver: leaves the token, and removes what drivers left there that were killed.
     *
     * @param alone whether no other run works in the folder now
     */
    public void begin(boolean alone) {
        try {
            for (Path other : runs()) {
                if (alone || isOld(other)) {
                    delete(other);
                }
            }
            Files.createDirectories(place);
        } catch (IOException e) {
            throw new ResultException("Nothing can be written to " + folder + ": " + Reasons.of(e), e);
        }
        AtomicFiles.write(place.resolve(DRIVER), run.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * On an executor: looks for the driver's token, and leaves its own.
     *
     * @param executor Spark's number of the executor
     * @throws TaskFailure when the driver's is not there, or nothing can be written
     */
    public void answer(String executor) {
        Path token = place.resolve(DRIVER);
        if (!Files.isRegularFile(token)) {
            throw new TaskFailure(folder + " is not the folder that the driver sees (" + folder.relativize(token)
                    + " is missing); all machines have to share it under this path");
        }
        try {
            AtomicFiles.write(place.resolve(EXECUTOR.formatted(executor)), run.getBytes(StandardCharsets.UTF_8));
        } catch (ResultException e) {
            throw new TaskFailure(folder + " is shared, and cannot be written there: " + e.getMessage());
        }
    }

    /** How many executors have left their token. */
    int answers() {
        try (Stream<Path> files = Files.list(place)) {
            return (int) files.filter(file -> file.getFileName().toString().matches("executor-\\w+\\.token"))
                    .count();
        } catch (IOException e) {
            return 0;
        }
    }

    /**
     * On the driver: whether an executor's token has come.
     *
     * @param executor Spark's number of the executor
     */
    boolean hasAnswerOf(String executor) {
        return Files.isRegularFile(place.resolve(EXECUTOR.formatted(executor)));
    }

    /**
     * Where tasks tell of their progress.
     *
     * @return a folder
     */
    public Path progress() {
        return place;
    }

    /** On the driver: takes back what was left there. */
    public void end() {
        try {
            delete(place);
            Files.deleteIfExists(folder.resolve(PLACE));
        } catch (IOException e) {
            // Another run works there, or nobody reads it again and a later run removes it.
        }
    }

    private List<Path> runs() throws IOException {
        if (!Files.exists(folder.resolve(PLACE))) {
            return List.of();
        }
        try (Stream<Path> inside = Files.list(folder.resolve(PLACE))) {
            return inside.toList();
        }
    }

    private static boolean isOld(Path run) throws IOException {
        return Files.getLastModifiedTime(run).toInstant().isBefore(Instant.now().minus(OLD));
    }

    /** Files of ours alone, and the folder where nothing else is in it. */
    private static void delete(Path run) throws IOException {
        if (!Files.isDirectory(run, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        List<Path> inside;
        try (Stream<Path> files = Files.list(run)) {
            inside = files.toList();
        }
        for (Path each : inside) {
            boolean ours = OURS.matcher(each.getFileName().toString()).matches()
                    && Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS);
            if (ours || AtomicFiles.isUnfinished(each, OURS)) {
                Files.deleteIfExists(each);
            }
        }
        try {
            Files.deleteIfExists(run);
        } catch (DirectoryNotEmptyException e) {
            // An executor that was given up still tells there, or somebody else does.
        }
    }

    /**
     * The folder itself.
     *
     * @return as it was named
     */
    public Path path() {
        return folder;
    }
}
