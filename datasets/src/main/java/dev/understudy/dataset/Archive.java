package dev.understudy.dataset;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Unpacks archives of plain files and folders, and nothing else. */
final class Archive {
    private static final long MOST_BYTES = 1L << 30;

    private Archive() {}

    /** Unpacks a gzipped tar into a folder, which is made. Nothing is written outside it. */
    static void unpack(Path archive, Path into) {
        try (InputStream file = new BufferedInputStream(Files.newInputStream(archive));
                TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(file))) {
            Files.createDirectories(into);
            long total = 0;
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                total += entry.getSize();
                if (total > MOST_BYTES) {
                    throw new DataException(archive + ": wanted at most " + MOST_BYTES + " bytes in it, got more");
                }
                write(archive, tar, entry, into);
            }
        } catch (IOException e) {
            throw new DataException(archive + ": wanted to unpack it into " + into + ", got " + e, e);
        }
    }

    private static void write(Path archive, TarArchiveInputStream tar, TarArchiveEntry entry, Path into)
            throws IOException {
        Path root = into.toAbsolutePath().normalize();
        Path target = root.resolve(entry.getName()).normalize();
        if (!target.startsWith(root)) {
            throw new DataException(archive + ": wanted only paths inside it, got " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
        } else if (entry.isFile() && !entry.isLink() && !entry.isSymbolicLink()) {
            Files.createDirectories(target.resolveSibling("."));
            Files.copy(tar, target);
        } else {
            throw new DataException(archive + ": wanted plain files and folders, got " + entry.getName());
        }
    }

    /** Removes a folder with all that is in it, if it is there. */
    static void remove(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> inside = Files.walk(folder)) {
                for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
