package dev.understudy.internal.cache;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.understudy.internal.text.Reasons;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;

/** Reads what is kept of one output for one fixed augmentation, over its files. */
final class ShardReader implements Closeable {

    private final OutputShards shards;
    private final List<OutputReader> readers = new ArrayList<>();
    private ByteBuffer gathered = ByteBuffer.allocateDirect(0);

    /**
     * Opens all files.
     *
     * @throws NoSuchFileException when one is not there
     * @throws IOException when one is not whole
     */
    ShardReader(OutputShards shards) throws IOException {
        this.shards = shards;
        for (OutputFile file : shards.files()) {
            try {
                readers.add(new OutputReader(file));
            } catch (IOException e) {
                close();
                throw in(readers.size(), e);
            }
        }
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
        int all = Math.multiplyExact(shards.bytesEach(), samples.length);
        if (gathered.capacity() < all) {
            gathered = manager.allocateDirect(all);
        }
        gathered.clear().limit(all);
        for (int sample : samples) {
            int shard = sample / shards.perFile();
            try {
                readers.get(shard).read(sample % shards.perFile(), gathered);
            } catch (IOException e) {
                throw in(shard, e);
            }
        }
        Shape shape = new Shape(samples.length).addAll(shards.each());
        try (NDArray borrowed = manager.create(gathered.rewind(), shape, DataType.FLOAT32)) {
            return borrowed.duplicate();
        }
    }

    /** Where there are several files, a reason says in which. */
    private IOException in(int shard, IOException e) {
        return shards.files().size() == 1 || e instanceof NoSuchFileException
                ? e
                : new IOException("in " + shards.files().get(shard).path().getFileName() + ", " + Reasons.of(e), e);
    }

    @Override
    public void close() {
        readers.forEach(OutputReader::close);
    }
}
