package dev.understudy.report;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes files whole or not at all. */
public final class AtomicFiles {

    private static final Logger LOGGER = LoggerFactory.getLogger(AtomicFiles.class);

    private AtomicFiles() {}

    /**
     * Writes a file: beside its place first, onto the disk, then into place. Whatever fails, the old file, if there was
     * one, stays as it was, and nothing half-written is left.
     *
     * @param file the file to write or replace; its folder is there already
     * @param content the bytes of the whole file
     * @throws ReportException if it cannot be written, in one line that names the file and the reason
     */
    public static void write(Path file, byte[] content) {
        Path unfinished = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".part");
        try {
            save(unfinished, content);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            flush(file.resolveSibling("."));
        } catch (IOException e) {
            ReportException failure = new ReportException("Cannot write " + file + ": " + Reasons.of(e), e);
            discard(unfinished, failure);
            throw failure;
        }
    }

    private static void save(Path file, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    /** The new name is on the disk too, where the system lets a folder be flushed; Windows does not. */
    private static void flush(Path folder) {
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        } catch (IOException e) {
            LOGGER.debug("The folder {} cannot be flushed", folder, e);
        }
    }

    private static void discard(Path unfinished, ReportException failure) {
        try {
            Files.deleteIfExists(unfinished);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }
}
