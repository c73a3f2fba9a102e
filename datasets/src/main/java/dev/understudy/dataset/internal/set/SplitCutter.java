package dev.understudy.dataset.internal.set;

import dev.understudy.dataset.DataException;
import dev.understudy.dataset.DataOptions;
import dev.understudy.dataset.Images;
import dev.understudy.dataset.Normalization;
import dev.understudy.dataset.Splits;
import java.util.List;

/** Cuts a data set into its splits: classes in proportion, the same images each time. */
public final class SplitCutter {

    /** How many images of the training files may become the validation split unless a number is given. */
    private static final int MOST_VALIDATION = 5_000;

    private static final long VALIDATION_SEED = 20_210_001;

    private SplitCutter() {}

    public static Splits cut(String name, Images official, Images test, DataOptions options) {
        return cut(name, official, test, options, List.of());
    }

    /**
     * Cuts the official training images into training and validation.
     *
     * @param official all images of the training files
     * @throws DataException where more images are asked for than there are
     */
    public static Splits cut(String name, Images official, Images test, DataOptions options, List<String> notes) {
        int total = official.size();
        int held = options.validationSize() == DataOptions.AUTOMATIC
                ? Math.min(MOST_VALIDATION, total / 10)
                : options.validationSize();
        if (held >= total) {
            throw new DataException(name + ": wanted " + held + " validation images and at least one to train with,"
                    + " there are " + total + " in all");
        }
        int[] order = Stratified.order(official, VALIDATION_SEED);
        Images validation = official.subset(Stratified.sorted(order, 0, held));
        Images rest = official.subset(Stratified.sorted(order, held, total));
        return new Splits(name, train(name, rest, options), validation, test, Normalization.of(rest), notes);
    }

    /**
     * Takes a validation split that is there already.
     *
     * @param validation all of it is taken unless a number is given
     * @throws DataException where more images are asked for than there are
     */
    public static Splits given(
            String name, Images rest, Images validation, Images test, DataOptions options, List<String> notes) {
        int held = options.validationSize() == DataOptions.AUTOMATIC ? validation.size() : options.validationSize();
        if (held > validation.size()) {
            throw new DataException(name + ": wanted " + held + " validation images, there are " + validation.size());
        }
        int[] order = Stratified.order(validation, VALIDATION_SEED);
        Images chosen = validation.subset(Stratified.sorted(order, 0, held));
        return new Splits(name, train(name, rest, options), chosen, test, Normalization.of(rest), notes);
    }

    /** The first training images, as many as are wanted. */
    private static Images train(String name, Images rest, DataOptions options) {
        if (options.trainSize() > rest.size()) {
            throw new DataException(name + ": wanted " + options.trainSize() + " training images, there are "
                    + rest.size() + " besides the validation split");
        }
        int wanted = options.trainSize() == 0 ? rest.size() : options.trainSize();
        return rest.subset(Stratified.first(Stratified.order(rest, options.seed()), wanted));
    }
}
