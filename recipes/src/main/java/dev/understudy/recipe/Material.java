package dev.understudy.recipe;

import dev.understudy.Curriculum;
import dev.understudy.Task;
import dev.understudy.dataset.Augmentation;
import dev.understudy.dataset.PictureDataset;
import dev.understudy.dataset.Pictures;
import dev.understudy.dataset.Splits;
import dev.understudy.report.DatasetSummary;

/**
 * The pictures of a data set as training wants them: batches, augmented as in the paper.
 *
 * @param splits training, validation and test
 */
public record Material(Splits splits) {

    /** Batches for testing are larger: nothing is kept for a backward pass. */
    private static final int TEST_BATCH = 500;

    /**
     * What a network is to be made for.
     *
     * @param width of the networks, 1 for that of the paper; above 0, at most 16
     * @return a picture's shape, the number of classes and the width
     */
    public Task task(double width) {
        return new Task(splits.train().shape(), splits.train().classNames().size(), width);
    }

    /**
     * Training batches in an order that follows from the seed, augmented afresh, and the splits to test on.
     *
     * @param batch how many pictures a batch has, 1 or more
     * @param seed of the order and the augmentation
     * @return what to train on
     */
    public Curriculum curriculum(int batch, long seed) {
        return curriculum(batch, seed, 0);
    }

    /**
     * The same with pictures that have a number of fixed views.
     *
     * @param batch how many pictures a batch has, 1 or more
     * @param seed of the order
     * @param views how many views each picture has; 0 for a fresh one in each epoch
     * @return what to train on
     */
    public Curriculum curriculum(int batch, long seed, int views) {
        PictureDataset train = PictureDataset.of(splits.train(), batch)
                .shuffled(seed)
                .augmented(augmentation())
                .views(views)
                .normalized(splits.normalization());
        Curriculum curriculum = Curriculum.of(splits.train().shape(), train::at)
                .test(test())
                .fingerprint(fingerprint(batch, seed, views));
        if (views > 0) {
            curriculum = curriculum.views(new Curriculum.Views(
                    train.viewCount(), train.pictures().size(), train.viewFingerprint(), train::view));
        }
        return splits.validation().size() == 0 ? curriculum : curriculum.validation(validation());
    }

    private String fingerprint(int batch, long seed, int views) {
        return splits.name() + ", pictures " + splits.train().fingerprint() + ", order of seed " + seed
                + ", batches of " + batch + ", " + augmentation() + ", views " + views + ", " + splits.normalization();
    }

    /**
     * The test split.
     *
     * @return its pictures in order, normalised, not augmented
     */
    public PictureDataset test() {
        return plain(splits.test());
    }

    /**
     * The validation split.
     *
     * @return its pictures in order, normalised, not augmented
     */
    public PictureDataset validation() {
        return plain(splits.validation());
    }

    /**
     * The pictures in numbers.
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

    /**
     * How training pictures are varied: crop from a padding of an eighth of the side, and flip; digits are not flipped
     * (ours).
     *
     * @return the augmentation
     */
    public Augmentation augmentation() {
        int padding = (int) Math.max(1, splits.train().shape().get(1) / 8);
        return new Augmentation(padding, !splits.name().equals("mnist"));
    }

    private PictureDataset plain(Pictures pictures) {
        return PictureDataset.of(pictures, TEST_BATCH).normalized(splits.normalization());
    }
}
