package dev.understudy;

import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.Dataset;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a student is shown: training batches epoch by epoch, and the images it is tested on. Batches hold one float32
 * array {@code [batch, ...]} of data and one array {@code [batch]} of labels, whole numbers.
 */
public final class TrainingData {

    private final Shape input;
    private final Epochs train;
    private final @Nullable Dataset validation;
    private final @Nullable Dataset test;
    private final @Nullable FixedAugmentations fixedAugmentations;
    private final long seed;
    private final Fingerprinted fingerprints;
    private final More more;

    /**
     * What few trainings read.
     *
     * @param views the training set seen otherwise, by name
     * @param inOrder the training set in its given order, not augmented; null where it is not known
     */
    private record More(
            Map<String, NamedView> views, @Nullable Dataset inOrder, String inOrderText) {

        private static final More NONE = new More(Map.of(), null, "");
    }

    private record NamedView(Epochs epochs, String text) {}

    /** What stands for the three splits; empty where nothing was given. */
    private record Fingerprinted(String train, String validation, String test) {}

    private TrainingData(
            Shape input,
            Epochs train,
            @Nullable Dataset validation,
            @Nullable Dataset test,
            @Nullable FixedAugmentations fixedAugmentations,
            long seed,
            Fingerprinted fingerprints,
            More more) {
        this.more = more;
        this.input = input;
        this.train = train;
        this.validation = validation;
        this.test = test;
        this.fixedAugmentations = fixedAugmentations;
        this.seed = seed;
        this.fingerprints = fingerprints;
    }

    /** The training set, epoch by epoch, so that any epoch's order and augmentation can be had again. */
    @FunctionalInterface
    public interface Epochs {

        /**
         * The training set as an epoch shows it.
         *
         * @param epoch the epoch over all stages, from 0
         * @return its batches; the same epoch always gives the same
         */
        Dataset at(int epoch);
    }

    /**
     * That the training set repeats: epoch {@code e} shows augmentation {@code e mod count} of each sample, in whatever order,
     * and each of its batches says which samples it holds ({@code Batch.getIndices()}, whole numbers from 0).
     *
     * @param count how many fixed augmentations each sample has, 1 or more; 1 for samples that are always the same
     * @param samples how many samples there are, 1 or more
     * @param fingerprint identifies all that {@code inOrder} shows, its batches included; the same text must stand for
     *     the same numbers for ever, since outputs that are kept are found by it
     * @param inOrder one augmentation of all, by its number from 0: each sample once, in the order of the indices
     * @param inBatches the same by batches, so that several processes can share a pass; null where it is not known
     */
    public record FixedAugmentations(
            int count,
            int samples,
            String fingerprint,
            Epochs inOrder,
            @Nullable InBatches inBatches) {

        /** Checks the numbers. */
        public FixedAugmentations {
            if (count < 1 || samples < 1 || fingerprint.isBlank()) {
                throw new InputException("Fixed augmentations: wanted 1 or more of 1 or more samples and a"
                        + " fingerprint, got " + count + " of " + samples + " samples and \"" + fingerprint + "\"");
            }
            if (inBatches != null && inBatches.size() < 1) {
                throw new InputException(
                        "Fixed augmentations: wanted batches of 1 or more samples, got " + inBatches.size());
            }
        }

        /**
         * Augmentations of which all batches are read one after the other.
         *
         * @param count how many fixed augmentations each sample has, 1 or more
         * @param samples how many samples there are, 1 or more
         * @param fingerprint identifies all that {@code inOrder} shows
         * @param inOrder one augmentation of all, by its number from 0
         */
        public FixedAugmentations(int count, int samples, String fingerprint, Epochs inOrder) {
            this(count, samples, fingerprint, inOrder, null);
        }

        /**
         * With a way to reach any batch without those before it.
         *
         * @param batches the batches that {@code inOrder} shows
         * @return the augmentations
         */
        public FixedAugmentations inBatches(InBatches batches) {
            return new FixedAugmentations(count, samples, fingerprint, inOrder, batches);
        }
    }

    /** The batches of fixed augmentations, each reached without those before it. */
    public interface InBatches {

        /**
         * How many samples a batch has.
         *
         * @return 1 or more; the last batch may have fewer
         */
        int size();

        /**
         * Some of the batches.
         *
         * @param augmentation its number from 0
         * @param begin the first batch, from 0
         * @param end the batch after the last
         * @return these batches of what {@link FixedAugmentations#inOrder()} shows, the same bits
         */
        Dataset at(int augmentation, int begin, int end);
    }

    /**
     * Training data without tests.
     *
     * @param input the shape of one sample, such as {@code (3, 32, 32)}
     * @param train the training set; a plain DJL data set is {@code epoch -> dataset}
     * @return the training data
     */
    public static TrainingData of(Shape input, Epochs train) {
        return new TrainingData(input, train, null, null, null, 1, new Fingerprinted("", "", ""), More.NONE);
    }

    /**
     * With images to choose by: epochs and settings are selected on these alone.
     *
     * @param dataset the validation split
     * @return the training data
     */
    public TrainingData validation(Dataset dataset) {
        return validation(dataset, "");
    }

    /**
     * The same with a text that stands for what the split shows, so that it need not be read to be known.
     *
     * @param dataset the validation split
     * @param text the same for the same images, for ever
     * @return the training data
     */
    public TrainingData validation(Dataset dataset, String text) {
        return new TrainingData(
                input,
                train,
                dataset,
                test,
                fixedAugmentations,
                seed,
                new Fingerprinted(fingerprints.train, text, fingerprints.test),
                more);
    }

    /**
     * With images to report on: looked at after each epoch, never used to choose.
     *
     * @param dataset the test split
     * @return the training data
     */
    public TrainingData test(Dataset dataset) {
        return test(dataset, "");
    }

    /**
     * The same with a text that stands for what the split shows, so that it need not be read to be known.
     *
     * @param dataset the test split
     * @param text the same for the same images, for ever
     * @return the training data
     */
    public TrainingData test(Dataset dataset, String text) {
        return new TrainingData(
                input,
                train,
                validation,
                dataset,
                fixedAugmentations,
                seed,
                new Fingerprinted(fingerprints.train, fingerprints.validation, text),
                more);
    }

    /**
     * With a training set that repeats, so that what a teacher puts out for it can be kept: see
     * {@link Distillation#keeping}.
     *
     * @param repeated how it repeats
     * @return the training data
     */
    public TrainingData fixedAugmentations(FixedAugmentations repeated) {
        return new TrainingData(input, train, validation, test, repeated, seed, fingerprints, more);
    }

    /**
     * With another view of the training set, such as a strongly augmented one: for each epoch the same samples in the same
     * batches, seen otherwise. It is read where an objective asks for it by name ({@link Needs#withView}).
     *
     * @param name its name
     * @param epochs the view, epoch by epoch
     * @return the training data
     */
    public TrainingData view(String name, Epochs epochs) {
        return view(name, epochs, "");
    }

    /**
     * The same with a text that stands for what the view shows, so that it need not be read to be known.
     *
     * @param name its name
     * @param epochs the view, epoch by epoch
     * @param text the same for the same images, for ever
     * @return the training data
     */
    public TrainingData view(String name, Epochs epochs, String text) {
        if (name.isBlank()) {
            throw new InputException("A view of the training set needs a name, got an empty one");
        }
        Map<String, NamedView> all = new LinkedHashMap<>(more.views);
        all.put(name, new NamedView(epochs, text));
        return with(new More(all, more.inOrder, more.inOrderText));
    }

    /**
     * With the training set in its given order, each sample once and as it is: what is computed once before a stage
     * ({@link dev.understudy.objective.Precomputed}) is computed of it.
     *
     * @param dataset the training set, not augmented, not shuffled
     * @return the training data
     */
    public TrainingData inOrder(Dataset dataset) {
        return inOrder(dataset, "");
    }

    /**
     * The same with a text that stands for what it shows, so that it need not be read to be known.
     *
     * @param dataset the training set, not augmented, not shuffled
     * @param text the same for the same images, for ever
     * @return the training data
     */
    public TrainingData inOrder(Dataset dataset, String text) {
        return with(new More(more.views, dataset, text));
    }

    private TrainingData with(More other) {
        return new TrainingData(input, train, validation, test, fixedAugmentations, seed, fingerprints, other);
    }

    /**
     * With another seed for a training set that draws its order from the engine's generator, as DJL's own data sets do.
     * It is not a student's seed: all students that learn in one pass see the same order.
     *
     * @param other the seed; 1 where none is given
     * @return the training data
     */
    public TrainingData seed(long other) {
        return new TrainingData(input, train, validation, test, fixedAugmentations, other, fingerprints, more);
    }

    /**
     * With a fingerprint of the training set. A checkpoint, and a student that an experiment keeps, belong to what the training
     * set, the validation and the test split show. Where no fingerprint is given, one is made of the numbers of the first
     * epoch, which is read once more for that; this saves it.
     *
     * @param text stands for all that the training set shows: samples, their order, how they are varied, the batches
     * @return the training data
     */
    public TrainingData fingerprint(String text) {
        return new TrainingData(
                input,
                train,
                validation,
                test,
                fixedAugmentations,
                seed,
                new Fingerprinted(text, fingerprints.validation, fingerprints.test),
                more);
    }

    /**
     * The shape of one sample.
     *
     * @return such as {@code (3, 32, 32)}
     */
    public Shape getInput() {
        return input;
    }

    /**
     * The training set.
     *
     * @return epoch by epoch
     */
    public Epochs getTrain() {
        return train;
    }

    /**
     * The validation split.
     *
     * @return null where there is none
     */
    public @Nullable Dataset getValidation() {
        return validation;
    }

    /**
     * The test split.
     *
     * @return null where there is none
     */
    public @Nullable Dataset getTest() {
        return test;
    }

    /**
     * A view of the training set.
     *
     * @param name its name
     * @return epoch by epoch
     * @throws InputException where there is none of that name
     */
    public Epochs getView(String name) {
        return named(name).epochs;
    }

    /**
     * The names of the training set's views.
     *
     * @return unmodifiable
     */
    public Set<String> getViewNames() {
        return Collections.unmodifiableSet(more.views.keySet());
    }

    /**
     * A view's fingerprint.
     *
     * @param name its name
     * @return empty where none is given
     * @throws InputException where there is no view of that name
     */
    public String getViewFingerprint(String name) {
        return named(name).text;
    }

    private NamedView named(String name) {
        NamedView view = more.views.get(name);
        if (view == null) {
            throw new InputException("An objective reads the view \"" + name
                    + "\" of the images; the training data has " + more.views.keySet() + ", see TrainingData.view");
        }
        return view;
    }

    /**
     * The training set in its given order, not augmented.
     *
     * @return null where it is not known
     */
    public @Nullable Dataset getInOrder() {
        return more.inOrder;
    }

    /**
     * Its fingerprint.
     *
     * @return empty where none is given
     */
    public String getInOrderFingerprint() {
        return more.inOrderText;
    }

    /**
     * How the training set repeats.
     *
     * @return null where it is not said to
     */
    public @Nullable FixedAugmentations getFixedAugmentations() {
        return fixedAugmentations;
    }

    /**
     * The seed of the training set's order, where the set draws it from the engine's generator.
     *
     * @return the seed
     */
    public long getSeed() {
        return seed;
    }

    /**
     * The training set's fingerprint.
     *
     * @return empty where none is given
     */
    public String getFingerprint() {
        return fingerprints.train;
    }

    /**
     * The validation split's fingerprint.
     *
     * @return empty where none is given
     */
    public String getValidationFingerprint() {
        return fingerprints.validation;
    }

    /**
     * The test split's fingerprint.
     *
     * @return empty where none is given
     */
    public String getTestFingerprint() {
        return fingerprints.test;
    }
}
