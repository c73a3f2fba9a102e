package dev.understudy.internal.teacher;

import dev.understudy.internal.text.Quote;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The archive that a TorchScript file is. Its entries' lengths and checksums are looked at before libtorch sees it, so
 * that a damaged file never gets there. Against a file that was made to do harm this does not help: TorchScript is a
 * program.
 */
final class TorchScriptArchive {

    /** Numbers are stored as they are; code and what belongs to it is small. */
    private static final long MOST_EXPANDED = 1 << 26;

    private static final int BUFFER = 1 << 16;

    private TorchScriptArchive() {}

    /**
     * Checks a file.
     *
     * @param file the file
     * @throws IOException when it is not a whole archive, in words that say why
     */
    static void check(Path file) throws IOException {
        try (ZipFile archive = new ZipFile(file.toFile())) {
            long left = Files.size(file) + MOST_EXPANDED;
            Set<String> names = new HashSet<>();
            for (ZipEntry entry : archive.stream().toList()) {
                if (!names.add(entry.getName())) {
                    throw new IOException("it has " + Quote.of(entry.getName()) + " twice");
                }
                left -= entry.getSize();
                if (entry.getSize() < 0 || left < 0) {
                    throw new IOException(Quote.of(entry.getName()) + " should have " + entry.getSize()
                            + " bytes, that is too much for such a file");
                }
                check(archive, entry);
            }
            checkParts(names);
        } catch (IllegalArgumentException e) {
            throw new IOException("its names are damaged", e);
        }
    }

    private static void checkParts(Set<String> names) throws IOException {
        for (String part : List.of("data.pkl", "constants.pkl", "version")) {
            if (names.stream().noneMatch(name -> name.endsWith("/" + part))) {
                throw new IOException("it has no " + part);
            }
        }
    }

    private static void check(ZipFile archive, ZipEntry entry) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long length = 0;
        CRC32 sum = new CRC32();
        try (InputStream in = new CheckedInputStream(archive.getInputStream(entry), sum)) {
            for (int got = in.read(buffer); got >= 0 && length <= entry.getSize(); got = in.read(buffer)) {
                length += got;
            }
        }
        if (length != entry.getSize() || sum.getValue() != entry.getCrc()) {
            throw new IOException(Quote.of(entry.getName()) + " is damaged");
        }
    }
}
