package dev.understudy;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset;
import ai.djl.translate.Batchifier;
import ai.djl.util.Progress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The same samples as negatives, as another view shows them.
 *
 * @param images the samples
 * @param shift added to the indices
 * @param runs counts how often it is read
 */
record Otherwise(TinyImages images, int shift, AtomicInteger runs) implements Dataset {

    static Otherwise of(int size, int batch) {
        return new Otherwise(TinyImages.of(size, batch), 0, new AtomicInteger());
    }

    @Override
    public Iterable<Batch> getData(NDManager manager) {
        runs.incrementAndGet();
        return () -> StreamSupport.stream(images.getData(manager).spliterator(), false)
                .map(this::changed)
                .iterator();
    }

    private Batch changed(Batch batch) {
        List<Integer> indices = batch.getIndices().stream()
                .map(index -> ((Number) index).intValue() + shift)
                .toList();
        return new Batch(
                batch.getManager(),
                new NDList(batch.getData().singletonOrThrow().neg()),
                batch.getLabels(),
                batch.getSize(),
                Batchifier.STACK,
                Batchifier.STACK,
                batch.getProgress(),
                batch.getProgressTotal(),
                indices);
    }

    @Override
    public void prepare(@Nullable Progress progress) {}
}
