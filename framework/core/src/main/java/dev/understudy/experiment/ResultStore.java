package dev.understudy.experiment;

import dev.understudy.Checkpoints;
import dev.understudy.Identity;
import dev.understudy.InputException;
import dev.understudy.TrainedStudent;
import dev.understudy.internal.file.ResultFiles;
import dev.understudy.internal.file.WriteRetry;
import dev.understudy.result.FailedStudent;
import dev.understudy.result.Profile;
import dev.understudy.result.StudentResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an experiment's students: what this process trained, and what lies in the folder, where there is one
 * that keeps results. A student of which something cannot be told is known to this process alone.
 */
final class ResultStore {

    private final @Nullable ExperimentFolder folder;
    private final @Nullable ResultFiles files;
    private final @Nullable WeightsWriter weights;
    private final ExperimentObserver observer;
    private final Map<Key, StudentResult> results = new LinkedHashMap<>();
    private final Map<Key, FailedStudent> failures = new LinkedHashMap<>();

    /** A student by the label of its files and its settings. */
    private record Key(String label, Map<String, String> settings) {}

    /**
     * Of an experiment.
     *
     * @param folder null where nothing is kept
     * @param weights null where students' weights are not kept
     */
    ResultStore(@Nullable ExperimentFolder folder, @Nullable WeightsWriter weights, ExperimentObserver observer) {
        this.folder = folder;
        this.files = folder == null || folder.getKind() == ExperimentFolder.Kind.RUN
                ? null
                : new ResultFiles(folder.getPath());
        this.weights = weights;
        this.observer = observer;
    }

    private static Key key(ExperimentEntry entry, Identity identity) {
        return new Key(entry.getLabel(), identity.getSettings());
    }

    /** The files for what is known wholly. */
    private @Nullable ResultFiles files(Identity identity) {
        return identity.getUnknown().isEmpty() ? files : null;
    }

    /** Whether results are collected: those of a run are read from what it trains. */
    boolean keepsResults() {
        return folder == null || files != null;
    }

    /** A finished student. */
    Optional<StudentResult> student(ExperimentEntry entry, Identity identity) {
        StudentResult known = results.get(key(entry, identity));
        ResultFiles kept = files(identity);
        return known != null || kept == null
                ? Optional.ofNullable(known)
                : kept.student(entry.getLabel(), identity.getSettings());
    }

    /** Whether files are there of a student of this label and seed: without looking at networks or code. */
    boolean mayHave(ExperimentEntry entry, long seed) {
        return files != null && files.has(entry.getLabel(), seed);
    }

    /** A student that could not be trained. */
    Optional<FailedStudent> failed(ExperimentEntry entry, Identity identity) {
        FailedStudent known = failures.get(key(entry, identity));
        ResultFiles kept = files(identity);
        return known != null || kept == null
                ? Optional.ofNullable(known)
                : kept.failed(entry.getLabel(), identity.getSettings());
    }

    /** What changed since a student of the same recipe and seed was finished; empty where there is none. */
    Optional<String> change(ExperimentEntry entry, Identity identity) {
        ResultFiles kept = files(identity);
        return kept == null
                ? Optional.empty()
                : kept.other(entry.getLabel(), identity.getSettings())
                        .map(other -> Identity.change(other.settings(), identity.getSettings()));
    }

    /** Whether a student's weights are there, or nobody wants them. */
    boolean hasWeights(ExperimentEntry entry, Identity identity) {
        ResultFiles kept = files(identity);
        return weights == null
                || kept == null
                || Files.isRegularFile(kept.weights(entry.getLabel(), identity.getSettings()));
    }

    /** Where a finished student's weights are. */
    Path weights(ExperimentEntry entry, Identity identity) {
        if (folder == null) {
            throw new InputException("This experiment has no folder, so nothing of its students is kept");
        }
        Path file = weightsFile(entry, identity);
        if (!Files.isRegularFile(file)) {
            throw new InputException("No weights of \"" + entry.getRecipe() + "\" seed "
                    + identity.getSettings().get(ResultFiles.SEED) + " at " + file
                    + ": it is not finished, or its weights were not kept");
        }
        return file;
    }

    private Path weightsFile(ExperimentEntry entry, Identity identity) {
        return files == null
                ? Objects.requireNonNull(folder).getPath().resolve(name(entry, identity) + ".safetensors")
                : files.weights(entry.getLabel(), identity.getSettings());
    }

    /** What a student's files are called, without an ending. */
    String name(ExperimentEntry entry, Identity identity) {
        return files == null
                ? entry.getLabel() + "-seed" + identity.getSettings().get(ResultFiles.SEED)
                : files.name(entry.getLabel(), identity.getSettings());
    }

    /** A student's checkpoints; null where there are none. */
    @Nullable
    Checkpoints checkpoints(ExperimentEntry entry, Identity identity) {
        return folder == null || !identity.getUnknown().isEmpty() ? null : folder.checkpoints(name(entry, identity));
    }

    /** A student's checkpoints stay when the rest is finished. */
    void spare(ExperimentEntry entry, Identity identity) {
        if (folder != null) {
            folder.spare(name(entry, identity));
        }
    }

    /** Keeps a finished student; its checkpoints go with it. */
    void keep(ExperimentEntry entry, Identity identity, StudentResult result, TrainedStudent trained)
            throws IOException {
        ResultFiles kept = files(identity);
        PlannedStudent student = new PlannedStudent(entry.getRecipe(), result.seed(), identity.getSettings());
        WriteRetry.write(observer::warned, () -> {
            writeWeights(student, entry, identity, trained);
            if (kept != null) {
                kept.keep(entry.getLabel(), result);
            }
        });
        results.put(key(entry, identity), result);
        failures.remove(key(entry, identity));
        Checkpoints checkpoints = checkpoints(entry, identity);
        if (kept != null && checkpoints != null) {
            checkpoints.remove();
        }
    }

    /** Keeps the weights of a finished student whose result nobody collects. */
    void keep(PlannedStudent student, ExperimentEntry entry, Identity identity, TrainedStudent trained)
            throws IOException {
        WriteRetry.write(observer::warned, () -> writeWeights(student, entry, identity, trained));
    }

    private void writeWeights(PlannedStudent student, ExperimentEntry entry, Identity identity, TrainedStudent trained)
            throws IOException {
        if (weights != null && folder != null) {
            weights.write(student, trained, weightsFile(entry, identity));
        }
    }

    /** Keeps why a student could not be trained. */
    void keep(ExperimentEntry entry, Identity identity, FailedStudent failed) {
        failures.put(key(entry, identity), failed);
        ResultFiles kept = files(identity);
        if (kept != null) {
            kept.keep(entry.getLabel(), failed);
        }
        spare(entry, identity);
    }

    /** What recipes cost, where all of them were measured together; nothing where any is missing or was measured apart. */
    Map<String, Profile> profiles(List<ExperimentEntry> entries, Map<String, Identity> identities) {
        if (files == null
                || identities.values().stream()
                        .anyMatch(identity -> !identity.getUnknown().isEmpty())) {
            return Map.of();
        }
        Map<String, String> labels = new LinkedHashMap<>();
        Map<String, Map<String, String>> settings = new LinkedHashMap<>();
        for (ExperimentEntry entry : entries) {
            labels.put(entry.getRecipe(), entry.getLabel());
            settings.put(
                    entry.getRecipe(),
                    Objects.requireNonNull(identities.get(entry.getRecipe())).getSettings());
        }
        return files.profiles(settings, recipe -> Objects.requireNonNull(labels.get(recipe)));
    }

    /** Keeps what a recipe costs. */
    void keep(ExperimentEntry entry, Identity identity, Profile profile) {
        ResultFiles kept = files(identity);
        if (kept != null) {
            kept.keep(entry.getLabel(), identity.getSettings(), profile);
        }
    }
}
