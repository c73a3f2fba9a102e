package dev.understudy.internal.cache;

import dev.understudy.internal.file.AtomicFiles;
import dev.understudy.internal.text.Reasons;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/** Writes an {@link OutputFile} beside its place, in the order of the samples, to be put there when it is whole. */
final class OutputWriter implements Closeable {

    private final OutputFile file;
    private final Path unfinished;
    private final FileChannel channel;
    private final ByteBuffer checks;

    OutputWriter(OutputFile file) throws IOException {
        this.file = file;
        unfinished = AtomicFiles.beside(file.path());
        checks = ByteBuffer.allocate(Integer.BYTES * file.samples()).order(ByteOrder.LITTLE_ENDIAN);
        channel = FileChannel.open(unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try {
            write(ByteBuffer.wrap(file.header()));
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /** How many samples it still waits for. */
    int missing() {
        return checks.remaining() / Integer.BYTES;
    }

    /** The next samples' bytes; no more samples than it waits for. */
    void add(ByteBuffer bytes) throws IOException {
        int each = file.bytesEach();
        CRC32C check = new CRC32C();
        for (int from = bytes.position(); from < bytes.limit(); from += each) {
            check.reset();
            check.update(bytes.slice(from, each));
            checks.putInt((int) check.getValue());
        }
        write(bytes);
    }

    /** Puts all of it onto the disk, once all samples are added. */
    void complete() throws IOException {
        write(checks.flip());
        channel.force(true);
        channel.close();
    }

    /** Puts the complete file in its place. */
    void place() throws IOException {
        Files.move(unfinished, file.path(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void write(ByteBuffer bytes) throws IOException {
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            FileSystemException named = new FileSystemException(file.path().toString(), null, Reasons.of(e));
            named.initCause(e);
            throw named;
        }
    }

    /** Leaves nothing of a file that was not put in its place. */
    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(unfinished);
    }
}
