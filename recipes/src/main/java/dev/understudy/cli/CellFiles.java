package dev.understudy.cli;

import dev.understudy.InputException;
import dev.understudy.report.Matrices;
import dev.understudy.report.Profile;
import dev.understudy.report.StudentResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is finished of a comparison: a file for each student, found by the digest of its settings, so that students of
 * other settings may lie beside it and are never taken for it.
 */
final class CellFiles {

    private static final String STUDENTS = "students";

    private final Path folder;

    /** Of a comparison's folder. */
    CellFiles(Path folder) {
        this.folder = folder;
    }

    Optional<StudentResult> student(RecipeWord word, Map<String, String> settings) {
        Path file = file(STUDENTS, word, settings);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        StudentResult result = StudentResult.read(file);
        if (!result.settings().equals(settings)) {
            throw new InputException(
                    file + " holds a student of other settings than its name says; delete it to train it again");
        }
        return Optional.of(result);
    }

    void keep(RecipeWord word, StudentResult result) {
        result.write(made(file(STUDENTS, word, result.settings())));
    }

    /** What a student's files are called. */
    String name(RecipeWord word, Map<String, String> settings) {
        return file(STUDENTS, word, settings).getFileName().toString().replaceFirst("\\.json$", "");
    }

    Optional<Profile> profile(RecipeWord word, Map<String, String> settings) {
        Path file = file("profiles", word, seedless(settings));
        return Files.exists(file) ? Optional.of(Profile.read(file)) : Optional.empty();
    }

    void keep(RecipeWord word, Map<String, String> settings, Profile profile) {
        profile.write(made(file("profiles", word, seedless(settings))));
    }

    Optional<Matrices> matrices(RecipeWord word, Map<String, String> settings) {
        Path file = file("matrices", word, settings);
        return Files.exists(file) ? Optional.of(Matrices.read(file)) : Optional.empty();
    }

    void keep(RecipeWord word, Map<String, String> settings, Matrices matrices) {
        matrices.write(made(file("matrices", word, settings)));
    }

    private static Path made(Path file) {
        Home.make(file.resolveSibling("."));
        return file;
    }

    private static Map<String, String> seedless(Map<String, String> settings) {
        Map<String, String> without = new LinkedHashMap<>(settings);
        without.remove(Origins.SEED);
        return without;
    }

    /** The name is for people, the digest decides. */
    private Path file(String kind, RecipeWord word, Map<String, String> settings) {
        String seed = settings.containsKey(Origins.SEED) ? "-seed" + settings.get(Origins.SEED) : "";
        return folder.resolve(kind).resolve(word.label() + seed + "-" + Digests.of(settings.toString()) + ".json");
    }
}
