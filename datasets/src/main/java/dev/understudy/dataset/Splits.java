package dev.understudy.dataset;

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
 */
public record Splits(String name, Pictures train, Pictures validation, Pictures test, Normalization normalization) {

    /** How many pictures of the training files may become the validation split unless a number is given. */
    private static final int MOST_VALIDATION = 5_000;

    private static final long VALIDATION_SEED = 20_210_001;

    /**
     * Cuts the official training pictures into training and validation.
     *
     * @param official all pictures of the training files
     * @throws DataException where more pictures are asked for than there are
     */
    static Splits cut(String name, Pictures official, Pictures test, DataOptions options) {
        int total = official.size();
        int held = options.validationSize() == DataOptions.AUTOMATIC
                ? Math.min(MOST_VALIDATION, total / 10)
                : options.validationSize();
        if (held >= total) {
            throw new DataException(name + ": wanted " + held + " validation pictures and at least one to train with,"
                    + " there are " + total + " in all");
        }
        int[] order = Stratified.order(official, VALIDATION_SEED);
        Pictures validation = official.subset(Stratified.sorted(order, 0, held));
        Pictures rest = official.subset(Stratified.sorted(order, held, total));
        Pictures train =
                rest.subset(Stratified.first(Stratified.order(rest, options.seed()), wanted(name, rest, options)));
        return new Splits(name, train, validation, test, Normalization.of(rest));
    }

    private static int wanted(String name, Pictures rest, DataOptions options) {
        if (options.trainSize() > rest.size()) {
            throw new DataException(name + ": wanted " + options.trainSize() + " training pictures, there are "
                    + rest.size() + " besides the validation split");
        }
        return options.trainSize() == 0 ? rest.size() : options.trainSize();
    }
}
