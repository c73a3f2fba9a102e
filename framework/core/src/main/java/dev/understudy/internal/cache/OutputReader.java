package dev.understudy.internal.cache;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** Reads an {@link OutputFile}, and checks what it reads. */
final class OutputReader implements Closeable {

    private final OutputFile file;
    private final FileChannel channel;
    private final ByteBuffer checks;
    private ByteBuffer gathered = ByteBuffer.allocateDirect(0);

    /**
     * Opens a file.
     *
     * @throws java.nio.file.NoSuchFileException when it is not there
     * @throws IOException when it is not whole
     */
    OutputReader(OutputFile file) throws IOException {
        this.file = file;
        channel = FileChannel.open(file.path(), StandardOpenOption.READ);
        checks = ByteBuffer.allocate(Integer.BYTES * file.samples()).order(ByteOrder.LITTLE_ENDIAN);
        try {
            check();
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private void check() throws IOException {
        if (channel.size() != file.length()) {
            throw new IOException("it should have " + file.length() + " bytes, it has " + channel.size());
        }
        byte[] wanted = file.header();
        ByteBuffer header = ByteBuffer.allocate(wanted.length);
        read(header, 0);
        if (!Arrays.equals(header.array(), wanted)) {
            throw new IOException("its header is damaged");
        }
        read(checks, file.begin(file.samples()));
    }

    /**
     * The outputs for some samples.
     *
     * @param manager holds them
     * @param samples from 0 to one below the number of samples
     * @return {@code [samples, ...]}
     * @throws IOException when they are damaged
     */
    NDArray read(NDManager manager, int[] samples) throws IOException {
        int each = file.bytesEach();
        int all = Math.multiplyExact(each, samples.length);
        if (gathered.capacity() < all) {
            gathered = manager.allocateDirect(all);
        }
        CRC32C check = new CRC32C();
        for (int i = 0; i < samples.length; i++) {
            gathered.limit((i + 1) * each).position(i * each);
            read(gathered, file.begin(samples[i]));
            check.reset();
            check.update(gathered.position(i * each));
            if ((int) check.getValue() != checks.getInt(samples[i] * Integer.BYTES)) {
                throw new IOException("its sample " + samples[i] + " is damaged");
            }
        }
        gathered.rewind().limit(all);
        try (NDArray borrowed = manager.create(gathered, file.shape(samples.length), DataType.FLOAT32)) {
            return borrowed.duplicate();
        }
    }

    private void read(ByteBuffer into, long from) throws IOException {
        long at = from;
        while (into.hasRemaining()) {
            int got = channel.read(into, at);
            if (got < 0) {
                throw new EOFException("it ends too early");
            }
            at += got;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
