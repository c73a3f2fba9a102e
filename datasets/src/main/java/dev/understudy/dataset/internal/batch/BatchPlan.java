package dev.understudy.dataset.internal.batch;

import dev.understudy.dataset.Augmentation;
import dev.understudy.dataset.Images;
import dev.understudy.dataset.Normalization;
import dev.understudy.dataset.RandAugment;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** All that decides the batches of a data set but the epoch. A null seed stands for the given order. */
public record BatchPlan(
        Images images,
        int batchSize,
        @Nullable Long seed,
        Augmentation augmentation,
        int fixedAugmentations,
        Normalization normalization,
        boolean dropLast,
        @Nullable RandAugment strong) {

    /** Sets what strong images draw apart from what the others do. */
    private static final long STRONG = 0x5EED_0000_0001L;

    public int batchCount() {
        int size = images.size();
        return dropLast ? size / batchSize : (int) (((long) size + batchSize - 1) / batchSize);
    }

    public int[] order(int epoch) {
        int size = images.size();
        return seed == null ? IntStream.range(0, size).toArray() : CounterRandom.permutation(size, seed, epoch);
    }

    /** Fixed augmentations are part of the data: those of the first epochs in the given order, whatever the seed. */
    public Draw draw(int epoch, int index) {
        return Draw.of(augmentation, drawn(), shownIn(epoch), index);
    }

    /** Where all that is drawn for an image begins. */
    long image(int epoch, int index) {
        return CounterRandom.bits(drawn(), ~(long) shownIn(epoch), index);
    }

    /** Whether an image's levels change, not only their places. */
    boolean changesLevels() {
        return strong != null
                || augmentation.getResizedCrop() != null
                || augmentation.getColorJitter() != null
                || augmentation.getRandAugment() != null;
    }

    private int shownIn(int epoch) {
        return fixedAugmentations == 0 ? epoch : epoch % fixedAugmentations;
    }

    private long drawn() {
        long own = fixedAugmentations == 0 && seed != null ? seed : 0;
        return strong == null ? own : own + STRONG;
    }

    public BatchPlan seed(@Nullable Long other) {
        return new BatchPlan(
                images, batchSize, other, augmentation, fixedAugmentations, normalization, dropLast, strong);
    }

    public BatchPlan augmentation(Augmentation other) {
        return new BatchPlan(images, batchSize, seed, other, fixedAugmentations, normalization, dropLast, strong);
    }

    public BatchPlan fixedAugmentations(int other) {
        return new BatchPlan(images, batchSize, seed, augmentation, other, normalization, dropLast, strong);
    }

    public BatchPlan normalization(Normalization other) {
        return new BatchPlan(images, batchSize, seed, augmentation, fixedAugmentations, other, dropLast, strong);
    }

    public BatchPlan dropLast(boolean other) {
        return new BatchPlan(images, batchSize, seed, augmentation, fixedAugmentations, normalization, other, strong);
    }

    public BatchPlan strong(RandAugment other) {
        return new BatchPlan(images, batchSize, seed, augmentation, fixedAugmentations, normalization, dropLast, other);
    }
}
