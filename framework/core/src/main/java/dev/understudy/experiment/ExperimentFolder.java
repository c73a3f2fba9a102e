package dev.understudy.experiment;

import dev.understudy.Checkpoints;
import dev.understudy.Distillation;
import dev.understudy.Identity;
import dev.understudy.InputException;
import dev.understudy.TrainedStudent;
import dev.understudy.internal.file.FolderLock;
import dev.understudy.internal.file.ManagedFolder;
import dev.understudy.internal.file.ResultFiles;
import dev.understudy.result.FailedStudent;
import dev.understudy.result.Profile;
import dev.understudy.result.StudentResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What trials keep on the disk, finished and unfinished; nothing where they have no folder. */
final class ExperimentFolder implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(ExperimentFolder.class);

    private static final String CHECKPOINTS = "checkpoints";

    private final @Nullable Open open;

    private ExperimentFolder(@Nullable Open open) {
        this.open = open;
    }

    /** A folder that these trials alone work in. */
    private record Open(ResultFiles files, Path checkpoints, FolderLock lock, boolean weights) {

        Checkpoints checkpoints(String recipe, Map<String, String> settings) {
            return Checkpoints.at(checkpoints.resolve(files.name(label(recipe), settings)));
        }
    }

    /**
     * Takes and locks a folder.
     *
     * @param folder made where it is missing; null for none
     * @param weights whether the students' weights are kept
     * @throws dev.understudy.result.ResultException when it is somebody else's, cannot be made, or others work in it
     */
    static ExperimentFolder of(@Nullable Path folder, boolean weights) {
        if (folder == null) {
            return new ExperimentFolder(null);
        }
        ManagedFolder own = ManagedFolder.claim("The trials' folder", folder, "trials");
        FolderLock lock = own.lock();
        boolean opened = false;
        try {
            ExperimentFolder trials =
                    new ExperimentFolder(new Open(new ResultFiles(folder), own.inside(CHECKPOINTS), lock, weights));
            opened = true;
            return trials;
        } finally {
            if (!opened) {
                lock.close();
            }
        }
    }

    /** Whether anything is kept. */
    boolean keeps() {
        return open != null;
    }

    /** A student that was finished before. A warning says where there is one of other settings instead. */
    Optional<StudentResult> student(String recipe, Identity identity) {
        if (open == null) {
            return Optional.empty();
        }
        Map<String, String> settings = identity.getSettings();
        if (!identity.getUnknown().isEmpty()) {
            LOGGER.warn(
                    "{}, seed {}: nothing of it is kept, {}",
                    recipe,
                    settings.get(ResultFiles.SEED),
                    identity.getUnknown().get(0));
            return Optional.empty();
        }
        Optional<StudentResult> known = open.files.student(label(recipe), settings);
        if (known.isPresent()) {
            LOGGER.info("{}, seed {}: was finished before", recipe, settings.get(ResultFiles.SEED));
        } else {
            open.files
                    .other(label(recipe), settings)
                    .ifPresent(other -> LOGGER.warn(
                            "{}, seed {}: trained again: {}; the earlier student stays beside it",
                            recipe,
                            settings.get(ResultFiles.SEED),
                            Identity.change(other.settings(), settings)));
        }
        return known;
    }

    /** Null where nothing is to be kept, or what is not known would be. */
    private @Nullable Open open(Identity identity) {
        return identity.getUnknown().isEmpty() ? open : null;
    }

    /** The distillation with checkpoints. */
    Distillation kept(String recipe, Identity identity, Distillation distillation) {
        Open kept = open(identity);
        return kept == null ? distillation : distillation.checkpoints(kept.checkpoints(recipe, identity.getSettings()));
    }

    /** Keeps a student that is finished. */
    void keep(String recipe, Identity identity, StudentResult result, TrainedStudent student) {
        Open kept = open(identity);
        if (kept != null) {
            if (kept.weights) {
                student.save(kept.files.weights(label(recipe), result.settings()));
            }
            kept.files.keep(label(recipe), result);
            kept.checkpoints(recipe, result.settings()).remove();
        }
    }

    /** A student that could not be trained before. */
    Optional<FailedStudent> failed(String recipe, Identity identity) {
        Open kept = open(identity);
        return kept == null ? Optional.empty() : kept.files.failed(label(recipe), identity.getSettings());
    }

    /** Keeps why a student could not be trained. */
    void keep(String recipe, Identity identity, FailedStudent failed) {
        Open kept = open(identity);
        if (kept != null) {
            kept.files.keep(label(recipe), failed);
        }
    }

    /** Where a finished student's weights are. */
    Path weights(String recipe, Map<String, String> settings) {
        if (open == null) {
            throw new InputException("These trials have no folder, so nothing of their students is kept");
        }
        Path file = open.files.weights(label(recipe), settings);
        if (!Files.isRegularFile(file)) {
            throw new InputException("No weights of \"" + recipe + "\" seed " + settings.get(ResultFiles.SEED) + " at "
                    + file + ": it is not finished, or its weights were not kept");
        }
        return file;
    }

    /** What recipes cost, where all of them were measured together; nothing where any is missing or was measured apart. */
    Map<String, Profile> profiles(Map<String, Identity> identities) {
        if (open == null || identities.values().stream().anyMatch(identity -> open(identity) == null)) {
            return Map.of();
        }
        Map<String, Map<String, String>> settings = new LinkedHashMap<>();
        identities.forEach((recipe, identity) -> settings.put(recipe, identity.getSettings()));
        return open.files.profiles(settings, ExperimentFolder::label);
    }

    /** Keeps what a recipe costs. */
    void keep(String recipe, Identity identity, Profile profile) {
        Open kept = open(identity);
        if (kept != null) {
            kept.files.keep(label(recipe), identity.getSettings(), profile);
        }
    }

    /** All students are finished: their checkpoints' folder goes, as far as nothing else is in it. */
    void finished() {
        if (open != null) {
            ManagedFolder.removeEmpty(open.checkpoints);
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
