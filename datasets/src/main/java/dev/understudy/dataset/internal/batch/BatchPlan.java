package dev.understudy.dataset.internal.batch;

import dev.understudy.dataset.Augmentation;
import dev.understudy.dataset.Images;
import dev.understudy.dataset.Normalization;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** All that decides the batches of a data set but the epoch. A null seed stands for the given order. */
public record BatchPlan(
        Images images,
        int batchSize,
        @Nullable Long seed,
        Augmentation augmentation,
        int views,
        Normalization normalization,
        boolean dropLast) {

    public int batchCount() {
        int size = images.size();
        return dropLast ? size / batchSize : (int) (((long) size + batchSize - 1) / batchSize);
    }

    public int[] order(int epoch) {
        int size = images.size();
        return seed == null ? IntStream.range(0, size).toArray() : CounterRandom.permutation(size, seed, epoch);
    }

    /** Fixed views are part of the data: those of the first epochs in the given order, whatever the seed. */
    public Draw draw(int epoch, int index) {
        return views == 0
                ? Draw.of(augmentation, seed == null ? 0 : seed, epoch, index)
                : Draw.of(augmentation, 0, epoch % views, index);
    }

    public BatchPlan seed(@Nullable Long other) {
        return new BatchPlan(images, batchSize, other, augmentation, views, normalization, dropLast);
    }

    public BatchPlan augmentation(Augmentation other) {
        return new BatchPlan(images, batchSize, seed, other, views, normalization, dropLast);
    }

    public BatchPlan views(int other) {
        return new BatchPlan(images, batchSize, seed, augmentation, other, normalization, dropLast);
    }

    public BatchPlan normalization(Normalization other) {
        return new BatchPlan(images, batchSize, seed, augmentation, views, other, dropLast);
    }

    public BatchPlan dropLast(boolean other) {
        return new BatchPlan(images, batchSize, seed, augmentation, views, normalization, other);
    }
}
