package dev.understudy.dataset;

import dev.understudy.dataset.internal.set.ClassCounts;
import dev.understudy.dataset.internal.set.ClassNames;
import dev.understudy.dataset.internal.set.Stratified;
import java.util.List;

/**
 * One dataset, cut for training.
 *
 * @param name what it is called: "cifar10", for example
 * @param train what a network learns from, in an order of which every beginning has all classes in proportion
 * @param validation what settings are chosen by: cut from the official training pictures, the same in every run; may
 *     be empty
 * @param test the official test pictures
 * @param normalization measured on the training part before {@link DataOptions#trainSize()} shortens it, so that
 *     networks trained on more and on fewer pictures see the same input
 * @param notes what there is to say about how they were read, a line each, such as what was left out of a folder
 */
public record Splits(
        String name, Images train, Images validation, Images test, Normalization normalization, List<String> notes) {

    /** How many pictures of the training files may become the validation split unless a number is given. */
    private static final int MOST_VALIDATION = 5_000;

    private static final long VALIDATION_SEED = 20_210_001;

    /**
     * Refuses splits of different classes.
     *
     * @throws DataException where the splits do not have the same classes in the same order and pictures of one shape
     */
    public Splits {
        notes = List.copyOf(notes);
        checkAlike(name, train, validation, "validation");
        checkAlike(name, train, test, "test");
    }

    /**
     * Splits with nothing to say about them.
     *
     * @param name what they are called
     * @param train what a network learns from
     * @param validation what settings are chosen by; may be empty
     * @param test what networks are measured on
     * @param normalization measured on the training part
     * @throws DataException where the splits do not have the same classes in the same order and pictures of one shape
     */
    public Splits(String name, Images train, Images validation, Images test, Normalization normalization) {
        this(name, train, validation, test, normalization, List.of());
    }

    private static void checkAlike(String name, Images train, Images other, String part) {
        if (!train.classNames().equals(other.classNames())) {
            throw new DataException(name + ": wanted the classes of the training split in the " + part + " split, "
                    + ClassNames.difference(train.classNames(), other.classNames()));
        }
        if (!train.shape().equals(other.shape())) {
            throw new DataException(name + ": wanted pictures of " + train.shape() + " as in the training split in the "
                    + part + " split, got " + other.shape());
        }
    }

    /**
     * What is in them, to be shown: how many pictures each class has, classes without any, and the notes.
     *
     * @return lines of about 80 columns; one to three where there are up to ten classes
     */
    public List<String> lines() {
        return ClassCounts.of("train", train)
                .and("validation", validation)
                .and("test", test)
                .lines(notes);
    }

    public static Splits cut(String name, Images official, Images test, DataOptions options) {
        return cut(name, official, test, options, List.of());
    }

    /**
     * Cuts the official training pictures into training and validation.
     *
     * @param official all pictures of the training files
     * @throws DataException where more pictures are asked for than there are
     */
    public static Splits cut(String name, Images official, Images test, DataOptions options, List<String> notes) {
        int total = official.size();
        int held = options.validationSize() == DataOptions.AUTOMATIC
                ? Math.min(MOST_VALIDATION, total / 10)
                : options.validationSize();
        if (held >= total) {
            throw new DataException(name + ": wanted " + held + " validation pictures and at least one to train with,"
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
     * @throws DataException where more pictures are asked for than there are
     */
    public static Splits given(
            String name, Images rest, Images validation, Images test, DataOptions options, List<String> notes) {
        int held = options.validationSize() == DataOptions.AUTOMATIC ? validation.size() : options.validationSize();
        if (held > validation.size()) {
            throw new DataException(name + ": wanted " + held + " validation pictures, there are " + validation.size());
        }
        int[] order = Stratified.order(validation, VALIDATION_SEED);
        Images chosen = validation.subset(Stratified.sorted(order, 0, held));
        return new Splits(name, train(name, rest, options), chosen, test, Normalization.of(rest), notes);
    }

    /** The first training pictures, as many as are wanted. */
    private static Images train(String name, Images rest, DataOptions options) {
        if (options.trainSize() > rest.size()) {
            throw new DataException(name + ": wanted " + options.trainSize() + " training pictures, there are "
                    + rest.size() + " besides the validation split");
        }
        int wanted = options.trainSize() == 0 ? rest.size() : options.trainSize();
        return rest.subset(Stratified.first(Stratified.order(rest, options.seed()), wanted));
    }
}
