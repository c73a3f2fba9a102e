package dev.understudy.recipes;

import ai.djl.training.dataset.Dataset;
import dev.understudy.TrainingData;
import dev.understudy.dataset.Augmentation;
import dev.understudy.dataset.Images;
import dev.understudy.dataset.LabeledImageDataset;
import dev.understudy.dataset.RandAugment;
import dev.understudy.dataset.Splits;
import dev.understudy.recipe.Task;
import dev.understudy.result.DatasetSummary;

/**
 * The images of a data set as training wants them: batches, augmented as in the paper.
 *
 * @param splits training, validation and test
 * @param augmentation how training images are varied
 * @param upright whether the images were turned as their EXIF orientation says
 */
public record ImageData(Splits splits, Augmentation augmentation, boolean upright) {

    /** The name of the strongly augmented view of the training images. */
    public static final String STRONG = "strong";

    /** The one data set of ours whose images mean something else in a mirror. */
    private static final String DIGITS = "mnist";

    /** Batches for testing are larger: nothing is kept for a backward pass. */
    private static final int TEST_BATCH = 500;

    /**
     * Varied as usual: crop from a padding of an eighth of the side, and flip; the digits of "mnist" are not flipped
     * (ours).
     *
     * @param splits training, validation and test
     */
    public ImageData(Splits splits) {
        this(splits, Augmentation.crop(padding(splits)).flip(!splits.name().equals(DIGITS)), false);
    }

    /** A window is cut out of the padded image, which is more than the padding. */
    private static int padding(Splits splits) {
        long side = splits.train().shape().get(1);
        return (int) Math.min(side - 1, Math.max(1, side / 8));
    }

    /**
     * The same with flips or without: where the mirror image of an image means something else, as it does for digits,
     * letters and arrows, images must not be flipped.
     *
     * @param flip whether left and right are swapped in half of the draws
     * @return a copy
     */
    public ImageData flip(boolean flip) {
        return augmentation(augmentation.flip(flip));
    }

    /**
     * The same with training images that are varied in another way.
     *
     * @param other in which way, such as {@code augmentation().cutout(8)}
     * @return a copy
     */
    public ImageData augmentation(Augmentation other) {
        return new ImageData(splits, other, upright);
    }

    /**
     * The same, and whether its images were turned as their EXIF orientation says, which is written down beside weights
     * and changes nothing here.
     *
     * @param turned whether they were ({@link dev.understudy.dataset.DataOptions#upright})
     * @return a copy
     */
    public ImageData upright(boolean turned) {
        return new ImageData(splits, augmentation, turned);
    }

    /**
     * What a network is to be made for.
     *
     * @param width of the networks, 1 for that of the paper; above 0, at most 16
     * @return an image's shape, the number of classes and the width
     */
    public Task task(double width) {
        return new Task(splits.train().shape(), splits.train().classNames().size(), width);
    }

    /**
     * Training batches in an order that follows from the seed, augmented afresh, and the splits to test on. The view
     * {@value #STRONG} shows the same images augmented strongly ({@link RandAugment}).
     *
     * @param batch how many images a batch has, 1 or more
     * @param seed of the order and the augmentation
     * @return what to train on
     */
    public TrainingData trainingData(int batch, long seed) {
        return trainingData(batch, seed, 0);
    }

    /**
     * The same with images that are augmented in a number of fixed ways.
     *
     * @param batch how many images a batch has, 1 or more
     * @param seed of the order
     * @param fixedAugmentations how many; 0 for fresh ones in each epoch
     * @return what to train on
     */
    public TrainingData trainingData(int batch, long seed, int fixedAugmentations) {
        LabeledImageDataset train = LabeledImageDataset.of(splits.train(), batch)
                .shuffled(seed)
                .augmented(augmentation)
                .fixedAugmentations(fixedAugmentations)
                .normalized(splits.normalization());
        LabeledImageDataset strong = train.augmentedStrongly(RandAugment.standard());
        TrainingData trainingData = TrainingData.of(splits.train().shape(), train::at)
                .seed(seed)
                .view(
                        STRONG,
                        strong::at,
                        strong.augmentedFingerprint() + ", fixed augmentations " + fixedAugmentations
                                + ", order of seed " + seed)
                .inOrder(plain(splits.train()), plain(splits.train()).augmentedFingerprint())
                .test(test(), splits.test().fingerprint())
                .fingerprint(shown(batch, fixedAugmentations) + ", order of seed " + seed);
        if (fixedAugmentations > 0) {
            trainingData = trainingData.fixedAugmentations(new TrainingData.FixedAugmentations(
                            train.fixedAugmentationCount(),
                            train.images().size(),
                            train.augmentedFingerprint(),
                            train::fixedAugmentation)
                    .inBatches(new AugmentedBatches(train, batch)));
        }
        return splits.validation().size() == 0
                ? trainingData
                : trainingData.validation(validation(), splits.validation().fingerprint());
    }

    /** The batches of fixed augmentations. */
    private record AugmentedBatches(LabeledImageDataset train, int size) implements TrainingData.InBatches {

        @Override
        public Dataset at(int augmentation, int begin, int end) {
            return train.fixedAugmentation(augmentation, begin, end);
        }
    }

    /**
     * What a training set shows, whatever its order.
     *
     * @param batch how many images a batch has
     * @param fixedAugmentations how many; 0 for fresh ones in each epoch
     * @return the data set, the images by their contents, how they are varied and normalised, and the batches
     */
    public String shown(int batch, int fixedAugmentations) {
        return splits.name() + ", images " + splits.train().fingerprint() + ", batches of " + batch + ", "
                + augmentation + ", fixed augmentations " + fixedAugmentations + ", " + splits.normalization();
    }

    /**
     * The test split.
     *
     * @return its images in order, normalised, not augmented
     */
    public LabeledImageDataset test() {
        return plain(splits.test());
    }

    /**
     * The validation split.
     *
     * @return its images in order, normalised, not augmented
     */
    public LabeledImageDataset validation() {
        return plain(splits.validation());
    }

    /**
     * The images in numbers.
     *
     * @return for a report
     */
    public DatasetSummary summary() {
        return new DatasetSummary(
                splits.name(),
                splits.train().classNames().size(),
                splits.train().size(),
                splits.validation().size(),
                splits.test().size(),
                splits.train().fingerprint());
    }

    private LabeledImageDataset plain(Images images) {
        return LabeledImageDataset.of(images, TEST_BATCH).normalized(splits.normalization());
    }
}
