package dev.understudy.cli;

import dev.understudy.InputException;
import dev.understudy.report.Matrices;
import dev.understudy.report.Profile;
import dev.understudy.report.Reasons;
import dev.understudy.report.StudentResult;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is finished of a comparison: a file for each student, found by the digest of its settings, so that students of
 * other settings may lie beside it and are never taken for it. One process at a time works in a folder.
 */
final class CellFiles implements AutoCloseable {

    private final Path folder;
    private final FileChannel lock;

    private CellFiles(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    static CellFiles open(Path folder) {
        for (String name : new String[] {"students", "profiles", "matrices"}) {
            Home.make(folder.resolve(name));
        }
        Path file = folder.resolve(".lock");
        FileChannel channel = null;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tried(channel) == null) {
                channel.close();
                throw new InputException("Another process works in " + folder
                        + "; wait for it, or choose another folder" + " by --output");
            }
            return new CellFiles(folder, channel);
        } catch (IOException e) {
            throw new InputException("--output " + folder + " cannot be locked: " + Reasons.of(e), e);
        }
    }

    private static @Nullable FileLock tried(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    Optional<StudentResult> student(RecipeWord word, Map<String, String> settings) {
        Path file = file("students", word, settings);
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
        result.write(file("students", word, result.settings()));
    }

    Optional<Profile> profile(RecipeWord word, Map<String, String> settings) {
        Path file = file("profiles", word, seedless(settings));
        return Files.exists(file) ? Optional.of(Profile.read(file)) : Optional.empty();
    }

    void keep(RecipeWord word, Map<String, String> settings, Profile profile) {
        profile.write(file("profiles", word, seedless(settings)));
    }

    Optional<Matrices> matrices(RecipeWord word, Map<String, String> settings) {
        Path file = file("matrices", word, settings);
        return Files.exists(file) ? Optional.of(Matrices.read(file)) : Optional.empty();
    }

    void keep(RecipeWord word, Map<String, String> settings, Matrices matrices) {
        matrices.write(file("matrices", word, settings));
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

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new InputException("The lock on " + folder + " cannot be taken back: " + Reasons.of(e), e);
        }
    }
}
