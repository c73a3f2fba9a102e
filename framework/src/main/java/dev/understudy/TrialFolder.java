package dev.understudy;

import dev.understudy.report.CellFiles;
import dev.understudy.report.FailedStudent;
import dev.understudy.report.FolderLock;
import dev.understudy.report.OwnFolder;
import dev.understudy.report.Profile;
import dev.understudy.report.StudentResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What trials keep on the disk, finished and unfinished; nothing where they have no folder. */
final class TrialFolder implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(TrialFolder.class);

    private static final String CHECKPOINTS = "checkpoints";

    private final @Nullable Open open;

    private TrialFolder(@Nullable Open open) {
        this.open = open;
    }

    /** A folder that these trials alone work in. */
    private record Open(CellFiles files, Path checkpoints, FolderLock lock, boolean weights) {

        Checkpoints checkpoints(String recipe, Map<String, String> settings) {
            return Checkpoints.at(checkpoints.resolve(files.name(label(recipe), settings)));
        }
    }

    /**
     * Takes and locks a folder.
     *
     * @param folder made where it is missing; null for none
     * @param weights whether the students' weights are kept
     * @throws dev.understudy.report.ReportException when it is somebody else's, cannot be made, or others work in it
     */
    static TrialFolder of(@Nullable Path folder, boolean weights) {
        if (folder == null) {
            return new TrialFolder(null);
        }
        OwnFolder own = OwnFolder.claim("The trials' folder", folder, "trials");
        FolderLock lock = own.lock();
        boolean opened = false;
        try {
            TrialFolder trials =
                    new TrialFolder(new Open(new CellFiles(folder), own.inside(CHECKPOINTS), lock, weights));
            opened = true;
            return trials;
        } finally {
            if (!opened) {
                lock.close();
            }
        }
    }

    /** Finished students are found by the curriculum's fingerprint too; without one, other pictures would pass for it. */
    void check(Curriculum curriculum) {
        if (open != null && curriculum.getFingerprint().isBlank()) {
            throw new InputException("Trials that keep their students want a curriculum with a fingerprint, such as"
                    + " curriculum.fingerprint(\"digits, batches of 64\"), that names what the training set shows");
        }
    }

    /** A student that was finished before. A warning says where there is one of other settings instead. */
    Optional<StudentResult> student(String recipe, Map<String, String> settings) {
        if (open == null) {
            return Optional.empty();
        }
        Optional<StudentResult> known = open.files.student(label(recipe), settings);
        if (known.isPresent()) {
            LOGGER.info("{} seed {} was finished before", recipe, settings.get(CellFiles.SEED));
        } else {
            open.files
                    .other(label(recipe), settings)
                    .ifPresent(other -> LOGGER.warn(
                            "{} seed {} is trained afresh, since {}; the student of other settings stays beside it",
                            recipe,
                            settings.get(CellFiles.SEED),
                            difference(other.settings(), settings)));
        }
        return known;
    }

    private static String difference(Map<String, String> there, Map<String, String> here) {
        return here.entrySet().stream()
                .filter(entry -> !entry.getValue().equals(there.get(entry.getKey())))
                .findFirst()
                .map(entry -> "its " + entry.getKey() + " was \"" + there.get(entry.getKey()) + "\" and is \""
                        + entry.getValue() + "\"")
                .orElse("it had more settings");
    }

    /** The distillation with checkpoints. */
    Distillation kept(String recipe, Map<String, String> settings, Distillation distillation) {
        return open == null ? distillation : distillation.checkpoints(open.checkpoints(recipe, settings));
    }

    /** Keeps a student that is finished. */
    void keep(String recipe, StudentResult result, TrainedStudent student) {
        if (open != null) {
            if (open.weights) {
                student.save(open.files.weights(label(recipe), result.settings()));
            }
            open.files.keep(label(recipe), result);
            open.checkpoints(recipe, result.settings()).remove();
        }
    }

    /** A student that could not be trained before. */
    Optional<FailedStudent> failed(String recipe, Map<String, String> settings) {
        return open == null ? Optional.empty() : open.files.failed(label(recipe), settings);
    }

    /** Keeps why a student could not be trained. */
    void keep(String recipe, FailedStudent failed) {
        if (open != null) {
            open.files.keep(label(recipe), failed);
        }
    }

    /** Where a finished student's weights are. */
    Path weights(String recipe, Map<String, String> settings) {
        if (open == null) {
            throw new InputException("These trials have no folder, so nothing of their students is kept");
        }
        Path file = open.files.weights(label(recipe), settings);
        if (!Files.isRegularFile(file)) {
            throw new InputException("No weights of \"" + recipe + "\" seed " + settings.get(CellFiles.SEED) + " at "
                    + file + ": it is not finished, or its weights were not kept");
        }
        return file;
    }

    /** What recipes cost, where all of them were measured together; nothing where any is missing or was measured apart. */
    Map<String, Profile> profiles(Map<String, Map<String, String>> settings) {
        return open == null ? Map.of() : open.files.profiles(settings, TrialFolder::label);
    }

    /** Keeps what a recipe costs. */
    void keep(String recipe, Map<String, String> settings, Profile profile) {
        if (open != null) {
            open.files.keep(label(recipe), settings, profile);
        }
    }

    /** All students are finished: their checkpoints' folder goes, as far as nothing else is in it. */
    void finished() {
        if (open != null) {
            OwnFolder.removeEmpty(open.checkpoints);
        }
    }

    /** What files are called; two recipes that share a label differ in their settings. */
    private static String label(String recipe) {
        return recipe.replaceAll("[^\\w.-]+", "-");
    }

    @Override
    public void close() {
        if (open != null) {
            open.lock.close();
        }
    }
}
