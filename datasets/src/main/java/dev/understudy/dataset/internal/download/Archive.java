package dev.understudy.dataset.internal.download;

import dev.understudy.dataset.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/** Unpacks an archive of plain files and folders, and nothing else, from wherever it came. */
public final class Archive {
    private static final long MOST_BYTES = 1L << 30;
    private static final int MOST_ENTRIES = 10_000;

    /** What stands before an entry's content: its header, a long name, attributes. */
    private static final long MOST_HEADER = 1L << 20;

    /** A tar's content is filled up to whole blocks. */
    private static final long BLOCK = TarConstants.DEFAULT_RCDSIZE;

    private final Path archive;
    private final Path root;
    private long bytes;
    private int entries;

    private Archive(Path archive, Path into) {
        this.archive = archive;
        this.root = into.toAbsolutePath().normalize();
    }

    /**
     * Unpacks a gzipped tar into a folder, which is made. Nothing is written outside it, nothing over another entry,
     * and neither more content than 1 GB nor more than 10,000 entries.
     */
    public static void unpack(Path archive, Path into) {
        try {
            Files.createDirectories(into);
            new Archive(archive, into).unpack();
        } catch (DataException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new DataException(archive + ": wanted to unpack it into " + into + ", got " + e, e);
        }
    }

    /** What is gzipped, in one piece or several; Java's own stream overflows the stack where there are thousands. */
    public static InputStream gunzip(InputStream packed) throws IOException {
        return GzipCompressorInputStream.builder()
                .setInputStream(packed)
                .setDecompressConcatenated(true)
                .get();
    }

    private void unpack() throws IOException {
        try (InputStream file = DataFile.open(archive);
                LimitedStream content = new LimitedStream(gunzip(file));
                TarArchiveInputStream tar = new TarArchiveInputStream(content)) {
            content.allow(MOST_HEADER);
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                count(entry);
                Path target = target(entry);
                content.allow(entry.getSize());
                write(tar, entry, target);
                content.allow(BLOCK + MOST_HEADER);
            }
        }
    }

    private void count(TarArchiveEntry entry) {
        bytes += entry.getSize();
        if (bytes > MOST_BYTES) {
            throw new DataException(archive + ": wanted at most " + MOST_BYTES + " bytes in it, got more");
        }
        if (++entries > MOST_ENTRIES) {
            throw new DataException(archive + ": wanted at most " + MOST_ENTRIES + " entries in it, got more");
        }
    }

    private Path target(TarArchiveEntry entry) {
        Path target = root.resolve(entry.getName()).normalize();
        if (!target.startsWith(root)) {
            throw new DataException(archive + ": wanted only paths inside it, got " + entry.getName());
        }
        return target;
    }

    private void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path target) throws IOException {
        if (isFolder(entry)) {
            Files.createDirectories(target);
        } else if (isFile(entry)) {
            Files.createDirectories(target.resolveSibling("."));
            Files.copy(tar, target);
        } else {
            throw new DataException(archive + ": wanted plain files and folders, got " + entry.getName());
        }
    }

    private static boolean isFolder(TarArchiveEntry entry) {
        return entry.getLinkFlag() == TarConstants.LF_DIR || (isPlain(entry) && entry.isDirectory());
    }

    /** Not one with holes, which would take room that the archive does not announce. */
    private static boolean isFile(TarArchiveEntry entry) {
        return isPlain(entry) && !entry.isSparse();
    }

    private static boolean isPlain(TarArchiveEntry entry) {
        return entry.getLinkFlag() == TarConstants.LF_NORMAL || entry.getLinkFlag() == TarConstants.LF_OLDNORM;
    }

    /** Removes a folder with all that is in it, if it is there. */
    public static void remove(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> inside = Files.walk(folder)) {
                for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
