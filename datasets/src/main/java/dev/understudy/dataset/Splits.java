package dev.understudy.dataset;

import dev.understudy.dataset.internal.set.ClassCounts;
import dev.understudy.dataset.internal.set.ClassNames;
import java.util.List;

/**
 * One dataset, cut for training.
 *
 * @param name what it is called: "cifar10", for example
 * @param train what a network learns from, in an order of which every beginning has all classes in proportion
 * @param validation what settings are chosen by: cut from the official training images, the same in every run; may
 *     be empty
 * @param test the official test images
 * @param normalization measured on the training part before {@link DataOptions#trainSize()} shortens it, so that
 *     networks trained on more and on fewer images see the same input
 * @param notes what there is to say about how they were read, a line each, such as what was left out of a folder
 */
public record Splits(
        String name, Images train, Images validation, Images test, Normalization normalization, List<String> notes) {

    /**
     * Refuses splits of different classes.
     *
     * @throws DataException where the splits do not have the same classes in the same order and images of one shape
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
     * @throws DataException where the splits do not have the same classes in the same order and images of one shape
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
            throw new DataException(name + ": wanted images of " + train.shape() + " as in the training split in the "
                    + part + " split, got " + other.shape());
        }
    }

    /**
     * What is in them, to be shown: how many images each class has, classes without any, and the notes.
     *
     * @return lines of about 80 columns; one to three where there are up to ten classes
     */
    public List<String> lines() {
        return ClassCounts.of("train", train)
                .and("validation", validation)
                .and("test", test)
                .lines(notes);
    }
}
