package dev.understudy.internal.checkpoint;

import ai.djl.ndarray.NDManager;
import dev.understudy.Identity;
import dev.understudy.InputException;
import dev.understudy.internal.file.AtomicFiles;
import dev.understudy.internal.file.FolderLock;
import dev.understudy.internal.file.ManagedFolder;
import dev.understudy.internal.text.Reasons;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest two checkpoints of one student, in a folder of their own that one training at a time works in. Files of other
 * names are somebody else's and stay. Those of the same training before its code or its images changed are replaced.
 */
public final class CheckpointFolder implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(CheckpointFolder.class);

    private static final int KEPT = 2;
    private static final String KIND = "checkpoints";
    private static final String SUFFIX = ".safetensors";
    private static final String DAMAGED = ".damaged";
    private static final Pattern NAME = Pattern.compile("[0-9]{6,}-[0-9]{9,}\\.safetensors");
    private static final Pattern ASIDE = Pattern.compile(NAME + "\\.damaged(?:-[0-9]+)?");

    private final ManagedFolder own;
    private final FolderLock lock;

    /** Of the same training as it was before something changed; the first new checkpoint takes their place. */
    private final List<Path> stale = new ArrayList<>();

    private CheckpointFolder(ManagedFolder own, FolderLock lock) {
        this.own = own;
        this.lock = lock;
    }

    /**
     * Locks a folder, made where it is missing, and removes what a writer that was killed left half-written.
     *
     * @throws dev.understudy.result.ResultException when it is somebody else's, another training works in it, or it cannot be used
     */
    static CheckpointFolder open(Path folder) {
        ManagedFolder own = ManagedFolder.claim("The folder of checkpoints", folder, KIND);
        CheckpointFolder opened = new CheckpointFolder(own, own.lock());
        opened.delete(opened.list(file -> AtomicFiles.isUnfinished(file, NAME)));
        return opened;
    }

    /**
     * Whether a folder holds checkpoints to go on from.
     *
     * @param folder the folder, which need not be there
     * @return false where it is missing or somebody else's
     */
    public static boolean holdsAny(Path folder) {
        return ManagedFolder.isOne(folder, KIND)
                && !files(folder, CheckpointFolder::isNamed).isEmpty();
    }

    /**
     * Removes a student's checkpoints, and the folder where nothing else is in it. Nothing happens where the folder is
     * missing or somebody else's.
     *
     * @param folder the folder
     * @throws dev.understudy.result.ResultException when a training works in it, or something cannot be removed
     */
    public static void remove(Path folder) {
        if (!ManagedFolder.isOne(folder, KIND)) {
            return;
        }
        try (CheckpointFolder opened = open(folder)) {
            opened.delete(opened.list(file -> isNamed(file) && Checkpoint.isOne(file)));
            opened.delete(opened.list(CheckpointFolder::isPutAside));
            opened.own.remove();
        }
    }

    /**
     * A checkpoint that was found.
     *
     * @param file its file
     * @param checkpoint what it holds
     */
    public record Found(Path file, Checkpoint checkpoint) {}

    /**
     * The newest checkpoint of a training. A warning names each that is not whole. Where code, networks, weights or
     * images are others than when the checkpoints were written, a warning says what changed; they stay until the first
     * new one is written. Where the training was chosen otherwise, by its seed or its stages or its student's name, the
     * folder is another student's, whose weights may still be wanted: it is refused.
     *
     * @param manager holds its arrays
     * @param origin what the training is, by name
     * @return null where there is none
     * @throws InputException when it is of another training or another version, or there are some and none is whole
     */
    @Nullable
    Found newest(NDManager manager, Map<String, String> origin) {
        List<Path> files = all();
        List<Path> damaged = new ArrayList<>();
        List<String> changes = new ArrayList<>();
        for (Path file : files) {
            try {
                Checkpoint checkpoint = Checkpoint.decode(manager, Files.readAllBytes(file), file);
                Map<String, String> there = checkpoint.state().origin();
                SettingDifferences differences = SettingDifferences.of(there, origin);
                if (differences.areOfMeasuresAlone()) {
                    damaged.forEach(CheckpointFolder::putAside);
                    return new Found(file, measuredAnew(file, checkpoint, differences));
                }
                check(file, there, origin, differences);
                stale.add(file);
                changes.add(Identity.change(there, origin));
            } catch (IOException e) {
                LOGGER.warn("The checkpoint {} is damaged: {}; the one before it is used", file, Reasons.of(e));
                damaged.add(file);
            }
        }
        if (!changes.isEmpty()) {
            LOGGER.warn("The student of the checkpoints in {} is trained again: {}", own.path(), changes.get(0));
            damaged.forEach(CheckpointFolder::putAside);
        } else if (!files.isEmpty()) {
            throw new InputException("No checkpoint in " + own.path() + " is whole, there are "
                    + files.stream().map(Path::getFileName).toList() + "; delete these to begin anew");
        }
        return null;
    }

    /** What earlier epochs answered of other images cannot be compared with what later ones answer. */
    private static Checkpoint measuredAnew(Path file, Checkpoint checkpoint, SettingDifferences differences) {
        if (differences.names().isEmpty()) {
            return checkpoint;
        }
        LOGGER.warn(
                "Since {} was written, the {} changed: its student goes on and is measured on those of now, accuracies"
                        + " of before are left out",
                file,
                String.join(" and the ", differences.names()));
        return checkpoint.without(
                differences.names().contains(SettingDifferences.VALIDATION),
                differences.names().contains(SettingDifferences.TEST));
    }

    /** Out of the way of those to come, for whoever wants to know what happened to it. */
    private static void putAside(Path damaged) {
        Path aside = damaged.resolveSibling(damaged.getFileName() + DAMAGED);
        for (int number = 2; Files.exists(aside, LinkOption.NOFOLLOW_LINKS); number++) {
            aside = damaged.resolveSibling(damaged.getFileName() + DAMAGED + "-" + number);
        }
        try {
            Files.move(damaged, aside);
        } catch (IOException e) {
            LOGGER.warn("The damaged checkpoint {} cannot be put aside: {}", damaged, Reasons.of(e));
        }
    }

    private static void check(
            Path file, Map<String, String> there, Map<String, String> here, SettingDifferences differences) {
        if (!differences.areOfContentsAlone()) {
            throw new InputException(file + " is of another training: " + Identity.change(there, here)
                    + "; take another folder, or delete this one to begin anew");
        }
    }

    /**
     * Writes a checkpoint, and removes those that are older than the one before it.
     *
     * @return its file
     * @throws dev.understudy.result.ResultException when it cannot be written; those before it stay
     */
    Path write(Checkpoint checkpoint) {
        Checkpoint.State state = checkpoint.state();
        Path file = own.path()
                .resolve(String.format(
                        Locale.ROOT, "%06d-%09d%s", state.history().size(), state.step(), SUFFIX));
        ManagedFolder.claim("The folder of checkpoints", own.path(), KIND);
        AtomicFiles.write(file, checkpoint.encode());
        stale.remove(file);
        delete(stale);
        stale.removeIf(Files::notExists);
        delete(all().stream()
                .filter(each -> !stale.contains(each))
                .skip(KEPT)
                .filter(Checkpoint::isOne)
                .toList());
        return file;
    }

    /** The newest first. */
    private List<Path> all() {
        return list(CheckpointFolder::isNamed).stream()
                .sorted(Comparator.reverseOrder())
                .toList();
    }

    private List<Path> list(Predicate<Path> wanted) {
        return files(own.path(), wanted);
    }

    private static List<Path> files(Path folder, Predicate<Path> wanted) {
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.filter(wanted).toList();
        } catch (IOException e) {
            throw new InputException("The folder of checkpoints " + folder + " cannot be read: " + Reasons.of(e), e);
        }
    }

    private static boolean isNamed(Path file) {
        return isCalled(file, NAME);
    }

    private static boolean isPutAside(Path file) {
        return isCalled(file, ASIDE);
    }

    private static boolean isCalled(Path file, Pattern name) {
        return name.matcher(file.getFileName().toString()).matches()
                && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }

    private void delete(List<Path> files) {
        for (Path file : files) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                LOGGER.warn("{} cannot be removed: {}", file, Reasons.of(e));
            }
        }
    }

    @Override
    public void close() {
        lock.close();
    }
}
