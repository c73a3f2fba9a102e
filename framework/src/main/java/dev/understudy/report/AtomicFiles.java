package dev.understudy.report;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Writes files whole or not at all. */
public final class AtomicFiles {
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

    private static void discard(Path unfinished, ReportException failure) {
        try {
            Files.deleteIfExists(unfinished);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }
}
