package dev.understudy.cli;

import dev.understudy.Curriculum;
import dev.understudy.Task;
import dev.understudy.dataset.Augmentation;
import dev.understudy.dataset.PictureDataset;
import dev.understudy.dataset.Pictures;
import dev.understudy.dataset.Splits;
import dev.understudy.report.DatasetSummary;

/**
 * The pictures of a run, as batches.
 *
 * @param splits training, validation and test
 */
record Material(Splits splits) {

    /** Batches for testing are larger: nothing is kept for a backward pass. */
    private static final int TEST_BATCH = 500;

    Task task(double width) {
        return new Task(splits.train().shape(), splits.train().classNames().size(), width);
    }

    /** Training batches in an order that follows from the seed, augmented afresh, and the splits to test on. */
    Curriculum curriculum(int batch, long seed) {
        return curriculum(batch, seed, 0);
    }

    /** The same with pictures that have a number of fixed views; 0 for fresh ones in each epoch. */
    Curriculum curriculum(int batch, long seed, int views) {
        PictureDataset train = PictureDataset.of(splits.train(), batch)
                .shuffled(seed)
                .augmented(augmentation())
                .views(views)
                .normalized(splits.normalization());
        Curriculum curriculum = Curriculum.of(splits.train().shape(), train::at).test(test());
        if (views > 0) {
            curriculum = curriculum.views(new Curriculum.Views(
                    train.viewCount(), train.pictures().size(), train.viewFingerprint(), train::view));
        }
        return splits.validation().size() == 0 ? curriculum : curriculum.validation(validation());
    }

    PictureDataset test() {
        return plain(splits.test());
    }

    PictureDataset validation() {
        return plain(splits.validation());
    }

    DatasetSummary summary() {
        return new DatasetSummary(
                splits.name(),
                splits.train().classNames().size(),
                splits.train().size(),
                splits.validation().size(),
                splits.test().size(),
                splits.train().fingerprint());
    }

    /** Crop from a padding of an eighth of the side, and flip; digits are not flipped (ours). */
    Augmentation augmentation() {
        int padding = (int) Math.max(1, splits.train().shape().get(1) / 8);
        return new Augmentation(padding, !splits.name().equals("mnist"));
    }

    private PictureDataset plain(Pictures pictures) {
        return PictureDataset.of(pictures, TEST_BATCH).normalized(splits.normalization());
    }
}
