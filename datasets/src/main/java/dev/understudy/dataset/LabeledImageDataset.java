package dev.understudy.dataset;

import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset;
import ai.djl.util.Progress;
import dev.understudy.dataset.internal.batch.BatchIterator;
import dev.understudy.dataset.internal.batch.BatchPlan;
import dev.understudy.dataset.internal.digest.Fingerprint;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Images in batches, for any DJL trainer. Settings are fixed once made: each method that changes one returns a new
 * dataset.
 *
 * <p>A batch holds one float32 array of (images, channels, height, width) as data, one int64 array of (images) as
 * labels, and the images' indices as {@code Long}s. Everything random is a function of the seed, the epoch and the
 * image's index alone, so {@link #at} gives any epoch without those before it.
 *
 * <p>For the CPU, batches are made in memory: the next ones in the background, at most two lie ready, the arrays
 * themselves on the thread that iterates. The channels of a pixel lie side by side there ("channels last"), whatever the
 * shape says: PyTorch is faster so on the CPU. A set in memory takes one byte per pixel and channel.
 *
 * <p>For a GPU, batches of a set in memory are made on the device. Its bytes, or those of the set that it is a part of,
 * go there once, when the first epoch begins; they belong to the base manager that the given one comes from, are found
 * there again in later epochs, and are freed with it: close that one in the end. From then on only each
 * image's place, its draw and its label go to the device. The numbers are those that the CPU would get, bit for bit,
 * each channel a plane of its own in memory. With augmentation a border of as many black pixels as the padding goes
 * with each image. Sets that would take more than 1 GiB there, or that are read from files, are made in memory and
 * copied batch by batch; so are images whose colours or parts vary ({@link ColorJitter}, {@link ResizedCrop}, {@link
 * RandAugment}) or that have squares cut out.
 *
 * <p>Augmentation is drawn afresh for each epoch, or from {@link #fixedAugmentations}, so that what a network puts
 * out for an image can be kept and used again.
 */
public final class LabeledImageDataset implements Dataset {
    private final BatchPlan plan;
    private final AtomicInteger epoch = new AtomicInteger();

    private LabeledImageDataset(BatchPlan plan) {
        this.plan = plan;
    }

    /**
     * Batches in the order given, not augmented, on the scale from 0 to 1.
     *
     * @param images any set; an empty one gives no batch
     * @param batchSize 1 or more
     * @return a dataset at epoch 0
     * @throws IllegalArgumentException where the batch size is below 1
     */
    public static LabeledImageDataset of(Images images, int batchSize) {
        if (batchSize < 1) {
            throw new IllegalArgumentException("Wanted a batch size of 1 or more, got " + batchSize);
        }
        Normalization plain = Normalization.none((int) images.shape().get(0));
        return new LabeledImageDataset(
                new BatchPlan(images, batchSize, null, Augmentation.NONE, 0, plain, false, null));
    }

    /**
     * Another order in each epoch.
     *
     * @param seed any number; the same seed gives the same orders and the same augmentation
     * @return a new dataset at epoch 0
     */
    public LabeledImageDataset shuffled(long seed) {
        return new LabeledImageDataset(plan.seed(seed));
    }

    /**
     * Images that vary from epoch to epoch, drawn from the seed of {@link #shuffled} (0 without it).
     *
     * @param augmentation what is done to them; a padding below the images' height and width, and a square that is no
     *     larger than the images
     * @return a new dataset at epoch 0
     * @throws IllegalArgumentException where the padding is as large as the image, or the square is larger
     */
    public LabeledImageDataset augmented(Augmentation augmentation) {
        long height = plan.images().shape().get(1);
        long width = plan.images().shape().get(2);
        if (augmentation.getPadding() >= Math.min(height, width)) {
            throw new IllegalArgumentException("Wanted a padding below the side of " + Math.min(height, width)
                    + " pixels, got " + augmentation.getPadding());
        }
        if (augmentation.getCutout() > Math.max(height, width)) {
            throw new IllegalArgumentException("Wanted a square of at most " + Math.max(height, width)
                    + " pixels to cut out, the side of the images, got " + augmentation.getCutout());
        }
        return new LabeledImageDataset(plan.augmentation(augmentation));
    }

    /**
     * Strong augmentation on top: colours, geometry and a grey square at random, as the strong view of the images that
     * {@link #augmented} crops and flips. Order and batches stay; crops and flips are drawn apart.
     *
     * @param strong what is done
     * @return a new dataset at epoch 0
     */
    public LabeledImageDataset augmentedStrongly(RandAugment strong) {
        return new LabeledImageDataset(plan.strong(strong));
    }

    /**
     * Augmentation that repeats: each image is augmented in a number of fixed ways, and epoch {@code e} shows the one
     * numbered {@code e mod count}. What these are does not depend on the seed of {@link #shuffled}, which then gives the
     * order alone.
     *
     * @param count how many; 0, the default, for augmentation drawn afresh in each epoch
     * @return a new dataset at epoch 0
     * @throws IllegalArgumentException where it is below 0
     */
    public LabeledImageDataset fixedAugmentations(int count) {
        if (count < 0) {
            throw new IllegalArgumentException(
                    "Wanted 0 (fresh in each epoch) or more fixed augmentations, got " + count);
        }
        return new LabeledImageDataset(plan.fixedAugmentations(count));
    }

    /**
     * Subtracts a mean from each channel and divides it by a standard deviation.
     *
     * @param normalization one mean and standard deviation per channel
     * @return a new dataset at epoch 0
     * @throws IllegalArgumentException where the number of channels differs
     */
    public LabeledImageDataset normalized(Normalization normalization) {
        long channels = plan.images().shape().get(0);
        if (normalization.mean().size() != channels) {
            throw new IllegalArgumentException("Wanted a normalization of " + channels + " channels, got one of "
                    + normalization.mean().size());
        }
        return new LabeledImageDataset(plan.normalization(normalization));
    }

    /**
     * Whether a last batch that is not full is left out.
     *
     * @param dropLast false unless set
     * @return a new dataset at epoch 0
     */
    public LabeledImageDataset dropLast(boolean dropLast) {
        return new LabeledImageDataset(plan.dropLast(dropLast));
    }

    /**
     * The images behind this dataset.
     *
     * @return what {@link #of} was given
     */
    public Images images() {
        return plan.images();
    }

    /**
     * The number of batches in an epoch.
     *
     * @return zero or more
     */
    public int batchCount() {
        return plan.batchCount();
    }

    /**
     * After how many epochs the same images come again, whatever their order.
     *
     * @return the number of {@link #fixedAugmentations}, 1 for images that are not augmented, 0 for those that never repeat
     */
    public int fixedAugmentationCount() {
        return plan.augmentation().equals(Augmentation.NONE) && plan.strong() == null ? 1 : plan.fixedAugmentations();
    }

    /**
     * One fixed augmentation of all the images, in the given order, the last batch whether full or not.
     *
     * @param number from 0 to {@link #fixedAugmentationCount()} - 1
     * @return what the epochs {@code number}, {@code number + fixedAugmentationCount()} and so on show, in another order
     * @throws IllegalArgumentException where there is no such augmentation
     */
    public Dataset fixedAugmentation(int number) {
        BatchPlan all = plan.seed(null).dropLast(false);
        return fixedAugmentation(number, 0, all.batchCount());
    }

    /**
     * Some batches of a fixed augmentation, reached without those before them: the same as in all of it.
     *
     * @param number from 0 to {@link #fixedAugmentationCount()} - 1
     * @param begin the first batch, from 0
     * @param end the batch after the last; at most the number of batches, a last one that is not full among them
     * @return these batches
     * @throws IllegalArgumentException where there is no such augmentation, or there are no such batches
     */
    public Dataset fixedAugmentation(int number, int begin, int end) {
        if (number < 0 || number >= fixedAugmentationCount()) {
            throw new IllegalArgumentException("Wanted one of the " + fixedAugmentationCount()
                    + " fixed augmentations, numbered from 0, got " + number);
        }
        BatchPlan all = plan.seed(null).dropLast(false);
        if (begin < 0 || begin > end || end > all.batchCount()) {
            throw new IllegalArgumentException(
                    "Wanted some of the " + all.batchCount() + " batches, got " + begin + " to " + end);
        }
        return new Epoch(all, number, begin, end);
    }

    /**
     * A short text that identifies what {@link #fixedAugmentation} shows, its batches included: two datasets with the same text show
     * the same numbers in the same batches wherever both have the augmentation.
     *
     * @return 16 hexadecimal digits, the same in every run
     */
    public String augmentedFingerprint() {
        return Fingerprint.start()
                .text(plan.images().fingerprint())
                .text(plan.augmentation() + (plan.strong() == null ? "" : " " + plan.strong()))
                .text(plan.normalization().toString())
                .number(plan.batchSize())
                .finish();
    }

    /**
     * One epoch, the same each time it is iterated.
     *
     * @param epoch 0 or more
     * @return a dataset that always gives this epoch
     * @throws IllegalArgumentException where the epoch is below 0
     */
    public Dataset at(int epoch) {
        if (epoch < 0) {
            throw new IllegalArgumentException("Wanted an epoch of 0 or more, got " + epoch);
        }
        return new Epoch(plan, epoch, 0, plan.batchCount());
    }

    /**
     * The next epoch: the first call gives epoch 0, the second epoch 1.
     *
     * @param manager the parent of each batch's own manager
     * @return batches, each to be closed by whoever iterates
     */
    @Override
    public Iterable<Batch> getData(NDManager manager) {
        return new Epoch(plan, epoch.getAndIncrement(), 0, plan.batchCount()).getData(manager);
    }

    /**
     * Does nothing: the images are ready.
     *
     * @param progress not used
     */
    @Override
    public void prepare(@Nullable Progress progress) {}

    /** Exactly one epoch, or some of its batches. */
    private record Epoch(BatchPlan plan, int number, int begin, int end) implements Dataset {

        @Override
        public Iterable<Batch> getData(NDManager manager) {
            return () -> BatchIterator.of(manager, plan, number, begin, end);
        }

        @Override
        public void prepare(@Nullable Progress progress) {}
    }
}
