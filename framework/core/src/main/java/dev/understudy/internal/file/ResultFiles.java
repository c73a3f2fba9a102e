package dev.understudy.internal.file;

import dev.understudy.internal.text.Reasons;
import dev.understudy.result.FailedStudent;
import dev.understudy.result.Matrices;
import dev.understudy.result.Profile;
import dev.understudy.result.ResultException;
import dev.understudy.result.StudentResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What is finished of a comparison: a file for each student, found by the digest of its settings, so that students of
 * other settings may lie beside it and are never taken for it. A label is what files are called for people, without
 * characters that mean something in a path; the digest decides.
 */
public final class ResultFiles {

    /** The setting that tells the students of a recipe apart; what a recipe costs does not depend on it. */
    public static final String SEED = "seed";

    private static final String STUDENTS = "students";
    private static final String PROFILES = "profiles";
    private static final String MATRICES = "matrices";
    private static final String GAPS = "gaps";
    private static final String WEIGHTS = "weights";
    private static final String SUFFIX = ".json";

    private final Path folder;

    /**
     * Of a comparison's folder.
     *
     * @param folder made with the first file, where it is missing
     */
    public ResultFiles(Path folder) {
        this.folder = folder;
    }

    /**
     * A finished student.
     *
     * @param label of its recipe
     * @param settings all that it depends on, its seed among them
     * @return the student, if it is there
     * @throws ResultException when its file cannot be read or holds another
     */
    public Optional<StudentResult> student(String label, Map<String, String> settings) {
        Path file = file(STUDENTS, label, settings);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        StudentResult result = StudentResult.read(file);
        if (!result.settings().equals(settings)) {
            throw new ResultException(
                    file + " holds a student of other settings than its name says; delete it to train it again");
        }
        return Optional.of(result);
    }

    /**
     * Whether there is a finished student of a recipe, whatever its other settings.
     *
     * @param label of its recipe
     * @param seed its seed
     * @return true where there is one
     * @throws ResultException when the folder cannot be read
     */
    public boolean has(String label, long seed) {
        return !named(STUDENTS, begin(label, Map.of(SEED, Long.toString(seed)))).isEmpty();
    }

    /**
     * A finished student with the same label and seed, but other settings: of several the most alike.
     *
     * @param label of its recipe
     * @param settings those that it does not have
     * @return such a student, if there is one that can be read
     * @throws ResultException when the folder cannot be read
     */
    public Optional<StudentResult> other(String label, Map<String, String> settings) {
        Path own = file(STUDENTS, label, settings);
        return named(STUDENTS, begin(label, settings)).stream()
                .filter(file -> !file.equals(own))
                .flatMap(file -> readable(file).stream())
                .min(Comparator.comparingLong(student -> differences(student.settings(), settings)));
    }

    /** One that is damaged is of no use to be compared with, and does no harm. */
    private static Optional<StudentResult> readable(Path file) {
        try {
            return Optional.of(StudentResult.read(file));
        } catch (ResultException e) {
            return Optional.empty();
        }
    }

    private List<Path> named(String kind, String begin) {
        Path place = folder.resolve(kind);
        if (!Files.isDirectory(place)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(place)) {
            return files.filter(file -> file.getFileName().toString().startsWith(begin)
                            && file.getFileName().toString().endsWith(SUFFIX))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new ResultException("The folder " + place + " cannot be read: " + Reasons.of(e), e);
        }
    }

    private static long differences(Map<String, String> there, Map<String, String> here) {
        return here.entrySet().stream()
                .filter(entry -> !entry.getValue().equals(there.get(entry.getKey())))
                .count();
    }

    /**
     * Keeps a student.
     *
     * @param label of its recipe
     * @param result the student
     * @throws ResultException when it cannot be written
     */
    public void keep(String label, StudentResult result) {
        result.write(made(file(STUDENTS, label, result.settings())));
        Path gap = file(GAPS, label, result.settings());
        try {
            Files.deleteIfExists(gap);
        } catch (IOException e) {
            throw new ResultException(gap + " cannot be removed: " + Reasons.of(e), e);
        }
    }

    /**
     * A student that could not be trained.
     *
     * @param label of its recipe
     * @param settings all that it depends on, its seed among them
     * @return what happened, if it was tried and failed
     * @throws ResultException when its file cannot be read or holds another
     */
    public Optional<FailedStudent> failed(String label, Map<String, String> settings) {
        Path file = file(GAPS, label, settings);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        FailedStudent failed = FailedStudent.read(file);
        if (!failed.settings().equals(settings)) {
            throw new ResultException(
                    file + " is of a student of other settings than its name says; delete it to try again");
        }
        return Optional.of(failed);
    }

    /**
     * Keeps why a student could not be trained.
     *
     * @param label of its recipe
     * @param failed the student
     * @throws ResultException when it cannot be written
     */
    public void keep(String label, FailedStudent failed) {
        failed.write(made(file(GAPS, label, failed.settings())));
    }

    /**
     * Where a student's weights are kept.
     *
     * @param label of its recipe
     * @param settings all that it depends on
     * @return a safetensors file, whether it is there or not; its folder is there
     * @throws ResultException when the folder cannot be made
     */
    public Path weights(String label, Map<String, String> settings) {
        return made(folder.resolve(WEIGHTS).resolve(name(label, settings) + ".safetensors"));
    }

    /**
     * Finds the card of a student's weights.
     *
     * @param settings all that the student depends on
     * @return the card beside the weights, if they were kept
     * @throws ResultException when the folder cannot be read
     */
    public Optional<Path> card(Map<String, String> settings) {
        Path weights = folder.resolve(WEIGHTS);
        if (!Files.isDirectory(weights)) {
            return Optional.empty();
        }
        String end = "-" + Sha256.shortOf(settings.toString()) + SUFFIX;
        try (Stream<Path> files = Files.list(weights)) {
            return files.filter(file -> file.getFileName().toString().endsWith(end))
                    .sorted()
                    .findFirst();
        } catch (IOException e) {
            throw new ResultException("The folder " + weights + " cannot be read: " + Reasons.of(e), e);
        }
    }

    /**
     * What a student's files are called.
     *
     * @param label of its recipe
     * @param settings all that it depends on
     * @return without an ending
     */
    public String name(String label, Map<String, String> settings) {
        return begin(label, settings) + Sha256.shortOf(settings.toString());
    }

    /**
     * What recipes cost, where all of them were measured together.
     *
     * @param settings of each recipe, the seed's among them
     * @param label what a recipe's files are called
     * @param <T> what recipes are known by
     * @return by recipe; empty where one is missing or was measured in another session, since such costs do not compare. A
     *     recipe that failed with these settings has no cost and is not missed
     * @throws ResultException when a file is damaged
     */
    public <T> Map<T, Profile> profiles(Map<T, Map<String, String>> settings, Function<T, String> label) {
        Map<T, Profile> profiles = new LinkedHashMap<>();
        for (Map.Entry<T, Map<String, String>> entry : settings.entrySet()) {
            String name = label.apply(entry.getKey());
            Path file = file(PROFILES, name, seedless(entry.getValue()));
            if (Files.exists(file)) {
                profiles.put(entry.getKey(), Profile.read(file));
            } else if (failed(name, entry.getValue()).isEmpty()) {
                return Map.of();
            }
        }
        boolean together = profiles.values().stream()
                .allMatch(profile ->
                        profile.isMeasuredWith(profiles.values().iterator().next()));
        return together ? profiles : Map.of();
    }

    /**
     * Keeps what a recipe costs.
     *
     * @param label of the recipe
     * @param settings of any of its students
     * @param profile the profile
     * @throws ResultException when it cannot be written
     */
    public void keep(String label, Map<String, String> settings, Profile profile) {
        profile.write(made(file(PROFILES, label, seedless(settings))));
    }

    /**
     * What is transferred to a student.
     *
     * @param label of its recipe
     * @param settings all that it depends on
     * @return the matrices, if they are there
     * @throws ResultException when their file cannot be read
     */
    public Optional<Matrices> matrices(String label, Map<String, String> settings) {
        Path file = file(MATRICES, label, settings);
        return Files.exists(file) ? Optional.of(Matrices.read(file)) : Optional.empty();
    }

    /**
     * Keeps what is transferred to a student.
     *
     * @param label of its recipe
     * @param settings all that it depends on
     * @param matrices the matrices
     * @throws ResultException when they cannot be written
     */
    public void keep(String label, Map<String, String> settings, Matrices matrices) {
        matrices.write(made(file(MATRICES, label, settings)));
    }

    private static Path made(Path file) {
        ManagedFolder.make(file.resolve("..").normalize());
        return file;
    }

    private static Map<String, String> seedless(Map<String, String> settings) {
        Map<String, String> without = new LinkedHashMap<>(settings);
        without.remove(SEED);
        return without;
    }

    private Path file(String kind, String label, Map<String, String> settings) {
        return folder.resolve(kind).resolve(name(label, settings) + SUFFIX);
    }

    private static String begin(String label, Map<String, String> settings) {
        return label + (settings.containsKey(SEED) ? "-seed" + settings.get(SEED) : "") + "-";
    }
}
