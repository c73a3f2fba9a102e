package dev.understudy.internal;

import ai.djl.ndarray.NDManager;
import dev.understudy.InputException;
import dev.understudy.report.AtomicFiles;
import dev.understudy.report.FolderLock;
import dev.understudy.report.Reasons;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The newest two checkpoints of one student, in a folder that one training at a time works in. */
final class CheckpointFolder implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(CheckpointFolder.class);

    private static final int KEPT = 2;
    private static final String SUFFIX = ".safetensors";
    private static final String LOCK = ".lock";
    private static final String DAMAGED = ".damaged";
    private static final String UNFINISHED = ".part";

    private final Path folder;
    private final FolderLock lock;

    private CheckpointFolder(Path folder, FolderLock lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * Locks a folder, made where it is missing, and removes what a writer that was killed left half-written.
     *
     * @throws InputException when another training works in it, or it cannot be used
     */
    static CheckpointFolder open(Path folder) {
        try {
            Files.createDirectories(folder);
            CheckpointFolder opened = new CheckpointFolder(folder, FolderLock.of(folder, folder.resolve(LOCK)));
            for (Path unfinished : opened.list(UNFINISHED)) {
                Files.delete(unfinished);
            }
            return opened;
        } catch (IOException e) {
            throw new InputException("The folder of checkpoints " + folder + " cannot be used: " + Reasons.of(e), e);
        }
    }

    /**
     * A checkpoint that was found.
     *
     * @param file its file
     * @param checkpoint what it holds
     */
    record Found(Path file, Checkpoint checkpoint) {}

    /**
     * The newest checkpoint that is whole. A warning names each that is not.
     *
     * @param manager holds its arrays
     * @param origin what the training is, by name
     * @return null where there is none
     * @throws InputException when it is of another training or another version, or there are some and none is whole
     */
    @Nullable
    Found newest(NDManager manager, Map<String, String> origin) {
        List<Path> files = all();
        for (int i = 0; i < files.size(); i++) {
            Path file = files.get(i);
            try {
                Checkpoint checkpoint = Checkpoint.decode(manager, Files.readAllBytes(file), file);
                check(file, checkpoint.state().origin(), origin);
                files.subList(0, i).forEach(CheckpointFolder::putAside);
                return new Found(file, checkpoint);
            } catch (IOException e) {
                LOGGER.warn("The checkpoint {} is damaged: {}; the one before it is used", file, Reasons.of(e));
            }
        }
        if (!files.isEmpty()) {
            throw new InputException("No checkpoint in " + folder + " is whole, there are "
                    + files.stream().map(Path::getFileName).toList() + "; delete the folder to begin anew");
        }
        return null;
    }

    /** Out of the way of those to come, for whoever wants to know what happened to it. */
    private static void putAside(Path damaged) {
        try {
            Files.move(
                    damaged,
                    damaged.resolveSibling(damaged.getFileName() + DAMAGED),
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOGGER.warn("The damaged checkpoint {} cannot be put aside: {}", damaged, Reasons.of(e));
        }
    }

    private static void check(Path file, Map<String, String> there, Map<String, String> here) {
        here.forEach((name, value) -> {
            String found = there.getOrDefault(name, "not said");
            if (!found.equals(value)) {
                throw new InputException(file + " is of another training: its " + name + " is " + found
                        + ", here it is " + value + "; take another folder, or delete this one");
            }
        });
    }

    /**
     * Writes a checkpoint, and removes those that are older than the one before it.
     *
     * @return its file
     * @throws dev.understudy.report.ReportException when it cannot be written; those before it stay
     */
    Path write(Checkpoint checkpoint) {
        Checkpoint.State state = checkpoint.state();
        Path file = folder.resolve(
                String.format(Locale.ROOT, "%06d-%09d%s", state.history().size(), state.step(), SUFFIX));
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            LOGGER.debug("{} cannot be made", folder, e);
        }
        AtomicFiles.write(file, checkpoint.encode());
        for (Path old : all().stream().skip(KEPT).toList()) {
            try {
                Files.deleteIfExists(old);
            } catch (IOException e) {
                LOGGER.warn("The old checkpoint {} cannot be removed: {}", old, Reasons.of(e));
            }
        }
        return file;
    }

    /** The newest first. */
    private List<Path> all() {
        return list(SUFFIX).stream().sorted(Comparator.reverseOrder()).toList();
    }

    private List<Path> list(String suffix) {
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.filter(file -> file.getFileName().toString().endsWith(suffix))
                    .toList();
        } catch (IOException e) {
            throw new InputException("The folder of checkpoints " + folder + " cannot be read: " + Reasons.of(e), e);
        }
    }

    @Override
    public void close() {
        lock.close();
    }
}
