package dev.understudy.cli.file;

import dev.understudy.InputException;
import dev.understudy.internal.file.AtomicFiles;
import dev.understudy.internal.text.Reasons;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A folder that is to be filled whole or not at all.
 *
 * @param path absolute
 */
public record NewFolder(Path path) {

    /** Refuses a place where something is already. */
    public static NewFolder at(Path wanted) throws IOException {
        Path path = wanted.toAbsolutePath().normalize();
        if (path.getParent() == null || path.equals(Path.of("").toAbsolutePath())) {
            throw new InputException("DIR must be a new folder inside another; got " + wanted);
        }
        if (Files.exists(path) && !Files.isDirectory(path)) {
            throw new InputException("DIR " + wanted + " is a file; wanted a new or empty folder");
        }
        if (Files.isDirectory(path) && !isEmpty(path)) {
            throw new InputException("DIR " + wanted + " is not empty; wanted a new or empty folder");
        }
        return new NewFolder(Files.exists(path) ? path.toRealPath() : path);
    }

    /** Writes the files, by their paths inside, beside the place first; then moves all into place at once. */
    public void write(Map<String, String> files) {
        make();
        Path unfinished = AtomicFiles.beside(path);
        try {
            for (Map.Entry<String, String> file : files.entrySet()) {
                Path place = unfinished.resolve(file.getKey());
                Files.createDirectories(place.resolveSibling("."));
                Files.writeString(place, file.getValue());
            }
            Files.deleteIfExists(path);
            Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            discard(unfinished, files.keySet(), e);
            throw cannotBeMade(e);
        }
    }

    /** The folder that it lies in. */
    private void make() {
        try {
            Files.createDirectories(path.resolveSibling("."));
        } catch (IOException e) {
            throw cannotBeMade(e);
        }
    }

    private InputException cannotBeMade(IOException reason) {
        return new InputException("DIR " + path + " cannot be made: " + Reasons.withFile(reason), reason);
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.findAny().isEmpty();
        }
    }

    /** What was made of the files goes, and the folders made for them. */
    private static void discard(Path folder, Set<String> files, IOException failure) {
        Set<Path> made = new TreeSet<>(Comparator.reverseOrder());
        for (String file : files) {
            for (Path path = folder.resolve(file);
                    path.startsWith(folder);
                    path = path.resolve("..").normalize()) {
                made.add(path);
            }
        }
        try {
            for (Path path : made) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }
}
