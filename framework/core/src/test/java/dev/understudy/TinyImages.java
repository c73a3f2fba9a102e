package dev.understudy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset;
import ai.djl.translate.Batchifier;
import ai.djl.util.Progress;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Generated images in a fixed order. Sample i has label i mod classes and the index 1000 + i.
 *
 * @param shape the shape of one image
 * @param size how many there are
 * @param batch how many a batch has; the last one may be smaller
 */
public record TinyImages(Shape shape, int size, int batch) implements Dataset {

    public static final Shape INPUT = new Shape(3, 8, 8);
    public static final int CLASSES = 4;

    public static TinyImages of(int size, int batch) {
        return new TinyImages(INPUT, size, batch);
    }

    /** Training data that trains and tests on the same images. */
    public static TrainingData trainingData(int size, int batch) {
        return TrainingData.of(INPUT, epoch -> of(size, batch)).test(of(size, batch));
    }

    /** A plain data set of DJL's with the same images; its arrays stay with the manager. */
    ArrayDataset asArrays(NDManager manager, boolean shuffled) {
        return new ArrayDataset.Builder()
                .setData(data(manager, 0, size))
                .optLabels(labels(manager, 0, size))
                .setSampling(batch, shuffled)
                .build();
    }

    public NDArray data(NDManager manager, int from, int to) {
        int each = Math.toIntExact(shape.size());
        float[] values = new float[(to - from) * each];
        for (int i = from; i < to; i++) {
            Random random = new Random(i);
            float brightness = i % CLASSES;
            for (int j = 0; j < each; j++) {
                values[(i - from) * each + j] = brightness * (j % 3 - 1) + (float) random.nextGaussian();
            }
        }
        return manager.create(values, new Shape(to - from).addAll(shape));
    }

    NDArray labels(NDManager manager, int from, int to) {
        return manager.create(LongStream.range(from, to).map(i -> i % CLASSES).toArray(), new Shape(to - from));
    }

    @Override
    public Iterable<Batch> getData(NDManager manager) {
        return () -> new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < size;
            }

            @Override
            public Batch next() {
                int from = next;
                next = Math.min(size, next + batch);
                return cut(manager.newSubManager(), from, next);
            }
        };
    }

    private Batch cut(NDManager scope, int from, int to) {
        List<Integer> indices = IntStream.range(1000 + from, 1000 + to).boxed().toList();
        NDList data = new NDList(data(scope, from, to).toType(DataType.FLOAT32, false));
        NDList labels = new NDList(labels(scope, from, to));
        return new Batch(scope, data, labels, to - from, Batchifier.STACK, Batchifier.STACK, to, size, indices);
    }

    @Override
    public void prepare(@Nullable Progress progress) {}
}
