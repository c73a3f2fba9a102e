package dev.understudy.internal.cache;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Writes files one after the other, in the order of the samples, and puts them in their places when all are whole. */
final class ShardWriter implements Closeable {

    private final List<OutputFile> files;
    private final List<OutputWriter> writers = new ArrayList<>();

    /** Of files that follow each other. */
    ShardWriter(List<OutputFile> files) throws IOException {
        this.files = files;
        next();
    }

    private OutputWriter next() throws IOException {
        OutputWriter next = new OutputWriter(files.get(writers.size()));
        writers.add(next);
        return next;
    }

    /** The next samples' outputs, {@code [samples, ...]}. */
    void add(NDArray outputs) throws IOException {
        add(outputs.toType(DataType.FLOAT32, false).toByteBuffer());
    }

    /** The next samples' bytes. */
    void add(ByteBuffer bytes) throws IOException {
        int each = files.get(0).bytesEach();
        ByteBuffer rest = bytes.rewind();
        while (rest.hasRemaining()) {
            OutputWriter writer = writers.get(writers.size() - 1);
            if (writer.missing() == 0) {
                writer.complete();
                writer = next();
            }
            int taken = (int) Math.min(rest.remaining(), (long) writer.missing() * each);
            writer.add(rest.slice(rest.position(), taken));
            rest.position(rest.position() + taken);
        }
    }

    /** Puts the files in their places, once all samples are added. */
    void finish() throws IOException {
        writers.get(writers.size() - 1).complete();
        for (OutputWriter writer : writers) {
            writer.place();
        }
    }

    /** Leaves nothing of files that were not finished. */
    @Override
    public void close() throws IOException {
        closeAll(writers);
    }

    /** All of them, whatever becomes of one. */
    static void closeAll(Collection<? extends Closeable> writers) throws IOException {
        IOException failure = null;
        for (Closeable writer : writers) {
            try {
                writer.close();
            } catch (IOException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
