package dev.understudy.bench.step;

import ai.djl.ndarray.types.Shape;
import dev.understudy.dataset.Augmentation;
import dev.understudy.dataset.Images;
import dev.understudy.dataset.LabeledImageDataset;
import dev.understudy.dataset.Normalization;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;

/** Images of nothing, in memory: what is in an image does not change what it costs. */
public final class NoiseImages implements Images {

    private final int size;
    private final Shape shape;
    private final List<String> classNames;
    private final byte[] bytes;

    private NoiseImages(int size, Shape shape, int classes) {
        this.size = size;
        this.shape = shape;
        this.classNames =
                IntStream.range(0, classes).mapToObj(i -> "class " + i).toList();
        this.bytes = new byte[Math.toIntExact(Math.multiplyExact(size, shape.size()))];
        new Random(1).nextBytes(bytes);
    }

    static NoiseImages of(int size, Shape shape, int classes) {
        return new NoiseImages(size, shape, classes);
    }

    /** Batches as the command line trains on them: shuffled, cropped, flipped, normalised. */
    public static LabeledImageDataset batches(Images images, int batch) {
        List<Double> half = List.of(0.5, 0.5, 0.5);
        return LabeledImageDataset.of(images, batch)
                .shuffled(1)
                .augmented(Augmentation.cropAndFlip((int) images.shape().get(1) / 8))
                .normalized(new Normalization(half, half));
    }

    @Override
    public int size() {
        return size;
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
        return index % classNames.size();
    }

    @Override
    public void read(int index, byte[] into, int offset) {
        int each = Math.toIntExact(shape.size());
        System.arraycopy(bytes, index * each, into, offset, each);
    }

    @Override
    public String fingerprint() {
        return String.format(Locale.ROOT, "%016x", Arrays.hashCode(bytes));
    }
}
