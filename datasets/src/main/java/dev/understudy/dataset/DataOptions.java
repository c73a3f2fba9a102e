package dev.understudy.dataset;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a dataset is wanted, and where its files lie. Start from {@link #defaults()}.
 *
 * @param folder where the files lie; null to download those that have an official place. "shapes" needs none.
 * @param trainSize how many training images, classes in proportion; 0 for all. A larger number contains the smaller
 *     ones.
 * @param validationSize how many of the official training images are held back; {@link #AUTOMATIC} for a tenth, at
 *     most 5,000
 * @param seed which training images {@code trainSize} takes, and their order; the validation split does not depend
 *     on it
 * @param size the side in pixels to which "folder" resizes its images, from 1 to 1024
 * @param upright whether "folder" turns its images as their EXIF orientation says; otherwise they stay as they lie in
 *     their files, as torchvision and Pillow leave them
 */
public record DataOptions(
        @Nullable Path folder, int trainSize, int validationSize, long seed, int size, boolean upright) {

    /** The validation size that depends on how many images there are. */
    public static final int AUTOMATIC = -1;

    private static final int LARGEST_SIDE = 1024;

    /**
     * Checks the numbers.
     *
     * @param folder null to download
     * @param trainSize 0 or more
     * @param validationSize 0 or more, or {@link #AUTOMATIC}
     * @param seed any number
     * @param size from 1 to 1024
     * @param upright true or false
     * @throws DataException where one is out of its range
     */
    public DataOptions {
        if (trainSize < 0) {
            throw new DataException("trainSize: wanted 0 (all) or more images, got " + trainSize);
        }
        if (validationSize < AUTOMATIC) {
            throw new DataException("validationSize: wanted 0 or more images, got " + validationSize);
        }
        if (size < 1 || size > LARGEST_SIDE) {
            throw new DataException("size: wanted a side from 1 to " + LARGEST_SIDE + " pixels, got " + size);
        }
    }

    /**
     * All images, the usual validation split, no folder, seed 0, images of 32 x 32 as they lie in their files.
     *
     * @return options to start from
     */
    public static DataOptions defaults() {
        return new DataOptions(null, 0, AUTOMATIC, 0, 32, false);
    }

    /**
     * The same with another folder.
     *
     * @param folder where the files lie
     * @return new options
     */
    public DataOptions folder(Path folder) {
        return new DataOptions(folder, trainSize, validationSize, seed, size, upright);
    }

    /**
     * The same with another number of training images.
     *
     * @param trainSize 0 for all
     * @return new options
     */
    public DataOptions trainSize(int trainSize) {
        return new DataOptions(folder, trainSize, validationSize, seed, size, upright);
    }

    /**
     * The same with another number of validation images.
     *
     * @param validationSize 0 for none
     * @return new options
     */
    public DataOptions validationSize(int validationSize) {
        return new DataOptions(folder, trainSize, validationSize, seed, size, upright);
    }

    /**
     * The same with another choice of training images.
     *
     * @param seed any number
     * @return new options
     */
    public DataOptions seed(long seed) {
        return new DataOptions(folder, trainSize, validationSize, seed, size, upright);
    }

    /**
     * The same with another side of the images of "folder".
     *
     * @param size from 1 to 1024 pixels
     * @return new options
     */
    public DataOptions size(int size) {
        return new DataOptions(folder, trainSize, validationSize, seed, size, upright);
    }

    /**
     * The same, with images of "folder" turned as their EXIF orientation says, or as they lie in their files. Pass the
     * same to training, evaluation and use ({@link ImageFile#readUpright}).
     *
     * @param upright true to turn them
     * @return new options
     */
    public DataOptions upright(boolean upright) {
        return new DataOptions(folder, trainSize, validationSize, seed, size, upright);
    }
}
