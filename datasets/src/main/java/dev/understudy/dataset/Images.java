package dev.understudy.dataset;

import ai.djl.ndarray.types.Shape;
import dev.understudy.dataset.internal.set.RelabeledImages;
import dev.understudy.dataset.internal.set.SubsetImages;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Labelled images of one size, as bytes: channels x height x width of them for each image, 3,072 for CIFAR, so that
 * its 60,000 images take 184 MB. Implementations are safe for use by several threads.
 */
public interface Images {

    /**
     * The number of images.
     *
     * @return zero or more
     */
    int size();

    /**
     * The shape of every image.
     *
     * @return (channels, height, width)
     */
    Shape shape();

    /**
     * The names of the classes; label {@code i} has name {@code i}.
     *
     * @return an unmodifiable list, also of classes that have no image here
     */
    List<String> classNames();

    /**
     * The class of one image.
     *
     * @param index from 0 to {@link #size()} - 1
     * @return an index of {@link #classNames()}
     */
    int label(int index);

    /**
     * Writes one image, channel by channel and row by row, 0 for black and 255 for full.
     *
     * @param index from 0 to {@link #size()} - 1
     * @param into receives channels x height x width bytes
     * @param offset where in {@code into} the image starts
     * @throws DataException naming the file, where an image cannot be read
     */
    void read(int index, byte[] into, int offset);

    /**
     * Writes several images one after the other, each as {@link #read(int, byte[], int)} does; on several threads
     * unless an implementation knows better.
     *
     * @param indices from 0 to {@link #size()} - 1 each
     * @param into receives channels x height x width bytes for each index
     * @throws DataException naming the file, where an image cannot be read
     */
    default void read(int[] indices, byte[] into) {
        int each = Math.toIntExact(shape().size());
        IntStream.range(0, indices.length).parallel().forEach(i -> read(indices[i], into, i * each));
    }

    /**
     * A short text that identifies the content: two sets with the same text hold the same images with the same
     * labels in the same order. Sets in memory hash their bytes, sets on disk their files' bytes, wherever they lie; what was
     * read before is known by its path, size and times of change in {@code digests} of UNDERSTUDY_HOME.
     *
     * @return 16 hexadecimal digits, the same in every run
     */
    String fingerprint();

    /**
     * These images with the labels of a network that knows them by other numbers: classes are matched by their names.
     * Those of the network that have no image here are no fault.
     *
     * @param names the names of the network's classes, in the order of its logits
     * @return a view that copies no image, this set where the names are the same
     * @throws DataException where a class that has an image here is not among the names
     */
    default Images labelledAs(List<String> names) {
        return names.equals(classNames()) ? this : new RelabeledImages(this, names);
    }

    /**
     * A view of some of these images, in the order given.
     *
     * @param indices from 0 to {@link #size()} - 1 each; copied
     * @return a view that copies no image
     * @throws IndexOutOfBoundsException where an index is out of range
     */
    default Images subset(int[] indices) {
        return new SubsetImages(this, indices);
    }
}
