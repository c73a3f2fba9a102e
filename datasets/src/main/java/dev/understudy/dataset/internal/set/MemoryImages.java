package dev.understudy.dataset.internal.set;

import ai.djl.ndarray.types.Shape;
import dev.understudy.dataset.Images;
import dev.understudy.dataset.internal.digest.Fingerprint;
import java.util.List;

/** Images held in memory, as they stand in their files: blocks of equal records, each with a label or not. */
public final class MemoryImages implements Images {
    private final Shape shape;
    private final List<String> classNames;
    private final int[] labels;
    private final List<byte[]> blocks;
    private final int skip;
    private final int pixels;
    private final int perBlock;
    private volatile String fingerprint = "";

    /**
     * Images over the given arrays, which are not copied and must not change.
     *
     * @param blocks all but the last with the same number of records
     * @param skip how many bytes of each record stand before its image
     */
    public MemoryImages(Shape shape, List<String> classNames, int[] labels, List<byte[]> blocks, int skip) {
        this.shape = shape;
        this.classNames = List.copyOf(classNames);
        this.labels = labels;
        this.blocks = List.copyOf(blocks);
        this.skip = skip;
        this.pixels = Math.toIntExact(shape.size());
        this.perBlock = blocks.get(0).length / (skip + pixels);
    }

    @Override
    public int size() {
        return labels.length;
    }

    @Override
    public Shape shape() {
        return shape;
    }

    @Override
    public List<String> classNames() {
        return classNames;
    }

    @Override
    public int label(int index) {
        return labels[index];
    }

    @Override
    public void read(int index, byte[] into, int offset) {
        System.arraycopy(blocks.get(index / perBlock), start(index), into, offset, pixels);
    }

    /** On this thread: a copy is over sooner than another thread starts. */
    @Override
    public void read(int[] indices, byte[] into) {
        for (int i = 0; i < indices.length; i++) {
            read(indices[i], into, i * pixels);
        }
    }

    private int start(int index) {
        return (index % perBlock) * (skip + pixels) + skip;
    }

    @Override
    public String fingerprint() {
        if (fingerprint.isEmpty()) {
            fingerprint = hash();
        }
        return fingerprint;
    }

    private String hash() {
        Fingerprint hash = Fingerprint.start().text(shape.toString());
        classNames.forEach(hash::text);
        hash.numbers(labels);
        for (int i = 0; i < labels.length; i++) {
            hash.bytes(blocks.get(i / perBlock), start(i), pixels);
        }
        return hash.finish();
    }
}
