package dev.understudy.internal.cache;

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

    /** How many samples it has. */
    int samples() {
        return file.samples();
    }

    /**
     * The outputs for a sample.
     *
     * @param sample from 0 to one below the number of samples
     * @param into receives as many bytes as a sample takes
     * @throws IOException when they are damaged
     */
    void read(int sample, ByteBuffer into) throws IOException {
        ByteBuffer place = into.slice(into.position(), file.bytesEach());
        into.position(into.position() + file.bytesEach());
        read(place, file.begin(sample));
        CRC32C check = new CRC32C();
        check.update(place.flip());
        if ((int) check.getValue() != checks.getInt(sample * Integer.BYTES)) {
            throw new IOException("its sample " + sample + " is damaged");
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
