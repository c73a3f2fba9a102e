package dev.understudy.internal.cache;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import dev.understudy.internal.file.AtomicFiles;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/** Writes an {@link OutputFile} beside its place, in the order of the samples, and puts it there when it is whole. */
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

    /** The next samples' outputs, {@code [samples, ...]}. */
    void add(NDArray outputs) throws IOException {
        ByteBuffer bytes = outputs.toType(DataType.FLOAT32, false).toByteBuffer();
        int each = file.bytesEach();
        CRC32C check = new CRC32C();
        for (int from = 0; from < bytes.capacity(); from += each) {
            check.reset();
            check.update(bytes.duplicate().position(from).limit(from + each));
            checks.putInt((int) check.getValue());
        }
        write(bytes.rewind());
    }

    /** Puts the file in its place, once all samples are added. */
    void finish() throws IOException {
        write(checks.flip());
        channel.force(true);
        channel.close();
        Files.move(unfinished, file.path(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Leaves nothing of a file that was not finished. */
    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(unfinished);
    }
}
