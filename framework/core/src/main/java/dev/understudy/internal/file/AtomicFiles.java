package dev.understudy.internal.file;

import dev.understudy.internal.text.Reasons;
import dev.understudy.result.ResultException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes files whole or not at all. */
public final class AtomicFiles {

    private static final Logger LOGGER = LoggerFactory.getLogger(AtomicFiles.class);

    private static final Pattern UNFINISHED =
            Pattern.compile("\\.(.+)\\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.part");

    private AtomicFiles() {}

    /**
     * Writes a file: beside its place first, onto the disk, then into place. Whatever fails, the old file, if there was
     * one, stays as it was, and nothing half-written is left.
     *
     * @param file the file to write or replace; its folder is there already
     * @param content the bytes of the whole file
     * @throws ResultException if it cannot be written, in one line that names the file and the reason
     */
    public static void write(Path file, byte[] content) {
        Path unfinished = beside(file);
        try {
            save(unfinished, content);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            flush(file.resolveSibling("."));
        } catch (IOException e) {
            ResultException failure = new ResultException("Cannot write " + file + ": " + Reasons.of(e), e);
            discard(unfinished, failure);
            throw failure;
        }
    }

    /**
     * Where a file is written before it is moved into its place.
     *
     * @param file the file
     * @return a hidden file beside it, of a name that no other has
     */
    public static Path beside(Path file) {
        return file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".part");
    }

    /**
     * Whether a file is one that {@link #beside} names, left by a process that was killed.
     *
     * @param file the file, which may be anybody's
     * @param name what the finished file is called
     * @return whether it is called so, and is a file
     */
    public static boolean isUnfinished(Path file, Pattern name) {
        Matcher unfinished = UNFINISHED.matcher(file.getFileName().toString());
        return unfinished.matches()
                && name.matcher(unfinished.group(1)).matches()
                && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
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

    private static void discard(Path unfinished, ResultException failure) {
        try {
            Files.deleteIfExists(unfinished);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }
}
