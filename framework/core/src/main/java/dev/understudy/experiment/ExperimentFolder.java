package dev.understudy.experiment;

import dev.understudy.Checkpoints;
import dev.understudy.internal.file.FolderLock;
import dev.understudy.internal.file.ManagedFolder;
import dev.understudy.internal.text.Reasons;
import dev.understudy.result.ResultException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder that an experiment works in, marked as such, and locked, so that nobody else does until it is closed. What is
 * being trained has its checkpoints in {@code checkpoints/}.
 */
public final class ExperimentFolder implements AutoCloseable {

    private static final String CHECKPOINTS = "checkpoints";

    private final ManagedFolder own;
    private final Kind kind;
    private final Path checkpoints;
    private final @Nullable FolderLock lock;
    private final Set<Path> spared = new HashSet<>();

    private ExperimentFolder(ManagedFolder own, Kind kind, @Nullable FolderLock lock) {
        this.own = own;
        this.kind = kind;
        this.checkpoints = own.inside(CHECKPOINTS);
        this.lock = lock;
    }

    /** What lies in a folder. */
    public enum Kind {
        /** Finished students of an experiment in code, which may be added to. */
        EXPERIMENT("experiment"),
        /** Finished students of a comparison on the command line, which may be added to. */
        COMPARISON("comparison"),
        /** Students that are trained once, their weights in the folder itself; nothing of them is collected. */
        RUN("run");

        private final String mark;

        Kind(String mark) {
            this.mark = mark;
        }

        /**
         * What its mark says.
         *
         * @return a word
         */
        public String mark() {
            return mark;
        }
    }

    /**
     * Takes and locks the folder of an experiment in code.
     *
     * @param folder made where it is missing
     * @return the folder, to be closed
     * @throws ResultException when it is somebody else's, cannot be made, or others work in it
     */
    public static ExperimentFolder open(Path folder) {
        return open("The experiment's folder", folder, Kind.EXPERIMENT);
    }

    /**
     * Takes and locks a folder.
     *
     * @param called what it is to whoever named it, such as {@code --output}
     * @param folder made where it is missing
     * @param kind what is to lie in it
     * @return the folder, to be closed
     * @throws ResultException when it is somebody else's or of another kind, cannot be made, or others work in it
     */
    public static ExperimentFolder open(String called, Path folder, Kind kind) {
        ManagedFolder own = ManagedFolder.claim(called, folder, kind.mark);
        FolderLock lock = own.lock();
        boolean opened = false;
        try {
            ExperimentFolder open = new ExperimentFolder(own, kind, lock);
            opened = true;
            return open;
        } finally {
            if (!opened) {
                lock.close();
            }
        }
    }

    /**
     * The folder of an experiment that another process has locked and planned a part of for this one.
     *
     * @param folder the folder
     * @param kind what lies in it
     * @return the folder, not locked
     * @throws ResultException when there is no such folder
     */
    public static ExperimentFolder join(Path folder, Kind kind) {
        if (!ManagedFolder.isOne(folder, kind.mark)) {
            throw new ResultException("No experiment was planned in " + folder + "; the process that plans it makes the"
                    + " folder, and each process must see the same one");
        }
        return new ExperimentFolder(ManagedFolder.claim("The experiment's folder", folder, kind.mark), kind, null);
    }

    /**
     * Whether a folder holds checkpoints to go on from.
     *
     * @param folder any folder, which need not be there
     * @return true where some student of it had begun
     */
    public static boolean holdsCheckpoints(Path folder) {
        return students(folder.resolve(CHECKPOINTS)).anyMatch(Checkpoints::holdAny);
    }

    /**
     * Whether a path in a folder is where checkpoints lie.
     *
     * @param path a path in it
     * @return by its name
     */
    public static boolean isCheckpoints(Path path) {
        return path.endsWith(CHECKPOINTS);
    }

    /**
     * Where it lies.
     *
     * @return as it was opened
     */
    public Path getPath() {
        return own.path();
    }

    /**
     * What lies in it.
     *
     * @return the kind
     */
    public Kind getKind() {
        return kind;
    }

    /**
     * Whether some student has begun.
     *
     * @return true where there is a checkpoint
     */
    public boolean holdsAny() {
        return holdsCheckpoints(own.path());
    }

    Checkpoints checkpoints(String student) {
        return Checkpoints.at(checkpoints.resolve(student));
    }

    /** A student's checkpoints stay when the rest is finished. */
    void spare(String student) {
        spared.add(checkpoints.resolve(student));
    }

    /** All students are finished: their checkpoints go, and the folder of them as far as nothing else is in it. */
    public void finished() {
        students(checkpoints)
                .filter(student -> !spared.contains(student.getFolder()))
                .forEach(Checkpoints::remove);
        ManagedFolder.removeEmpty(checkpoints);
    }

    /** Nothing came of it: the folder is as it was before. */
    public void giveBack() {
        finished();
        own.giveBack();
    }

    private static Stream<Checkpoints> students(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Stream.of();
        }
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.map(Checkpoints::at).toList().stream();
        } catch (IOException e) {
            throw new ResultException("The folder " + folder + " cannot be read: " + Reasons.of(e), e);
        }
    }

    @Override
    public void close() {
        if (lock != null) {
            lock.close();
        }
    }
}
