package dev.understudy.dataset.internal.set;

import dev.understudy.dataset.DataException;
import dev.understudy.dataset.internal.download.DataFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** The names of what is in folders, the same whatever the locale. */
final class FolderNames {

    /** What a decoder puts where bytes are none of its letters. */
    private static final String UNKNOWN = "\uFFFD";

    /** What systems and programs leave in folders, beside what begins with a dot. */
    private static final Set<String> LITTER = Set.of(
            "thumbs.db",
            "ehthumbs.db",
            "desktop.ini",
            "__macosx",
            "@eadir",
            "$recycle.bin",
            "system volume information",
            "lost+found",
            "__pycache__");

    private FolderNames() {}

    /**
     * The last name of a path. Java reads names by the locale: in one without Unicode, such as the C of many
     * containers, letters are lost. A path's URI has all of its bytes, and is read as UTF-8.
     */
    static String of(Path path) {
        String name = path.getFileName().toString();
        if (!name.contains(UNKNOWN)) {
            return name;
        }
        String whole = path.toUri().getPath().replaceFirst("/+$", "");
        return whole.substring(whole.lastIndexOf('/') + 1);
    }

    /**
     * The name of a class. Letters with marks are one character each (NFC), as most systems write them: a folder that
     * was packed on another system is the same class.
     */
    static String ofClass(Path folder) {
        String name = of(folder);
        if (name.contains(UNKNOWN)) {
            throw new DataException(folder + ": wanted a folder for a class, named in UTF-8; its name is in another"
                    + " encoding; rename it");
        }
        return ClassNames.composed(name);
    }

    /** Whether it is one of the things that nobody put there on purpose. */
    static boolean isHidden(Path path) {
        String name = path.getFileName().toString();
        return name.startsWith(".") || LITTER.contains(name.toLowerCase(Locale.ROOT));
    }

    /** All that is in a folder, by name: paths themselves are in another order on Windows. */
    static List<Path> list(Path folder) {
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.sorted(Comparator.comparing(FolderNames::of).thenComparing(Comparator.naturalOrder()))
                    .toList();
        } catch (IOException e) {
            throw DataFile.unreadable(folder, e);
        }
    }

    /** The folders in a folder, hidden ones left out. */
    static List<Path> folders(Path folder) {
        return list(folder).stream()
                .filter(path -> !isHidden(path) && Files.isDirectory(path))
                .toList();
    }

    /** As they stand in a message: "cat, dog and 3 more". */
    static String some(List<String> names) {
        int most = 5;
        String shown = String.join(", ", names.subList(0, Math.min(most, names.size())));
        return names.size() <= most ? shown : shown + " and " + (names.size() - most) + " more";
    }
}
