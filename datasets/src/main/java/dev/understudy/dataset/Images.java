package dev.understudy.dataset;

import ai.djl.ndarray.types.Shape;
import dev.understudy.dataset.internal.set.RelabeledImages;
import dev.understudy.dataset.internal.set.SubsetImages;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Labelled pictures of one size, as bytes: channels x height x width of them for each picture, 3,072 for CIFAR, so that
 * its 60,000 pictures take 184 MB. Implementations are safe for use by several threads.
 */
public interface Images {

    /**
     * The number of pictures.
     *
     * @return zero or more
     */
    int size();

    /**
     * The shape of every picture.
     *
     * @return (channels, height, width)
     */
    Shape shape();

    /**
     * The names of the classes; label {@code i} has name {@code i}.
     *
     * @return an unmodifiable list, also of classes that have no picture here
     */
    List<String> classNames();

    /**
     * The class of one picture.
     *
     * @param index from 0 to {@link #size()} - 1
     * @return an index of {@link #classNames()}
     */
    int label(int index);

    /**
     * Writes one picture, channel by channel and row by row, 0 for black and 255 for full.
     *
     * @param index from 0 to {@link #size()} - 1
     * @param into receives channels x height x width bytes
     * @param offset where in {@code into} the picture starts
     * @throws DataException naming the file, where a picture cannot be read
     */
    void read(int index, byte[] into, int offset);

    /**
     * Writes several pictures one after the other, each as {@link #read(int, byte[], int)} does; on several threads
     * unless an implementation knows better.
     *
     * @param indices from 0 to {@link #size()} - 1 each
     * @param into receives channels x height x width bytes for each index
     * @throws DataException naming the file, where a picture cannot be read
     */
    default void read(int[] indices, byte[] into) {
        int each = Math.toIntExact(shape().size());
        IntStream.range(0, indices.length).parallel().forEach(i -> read(indices[i], into, i * each));
    }

    /**
     * A short text that identifies the content: two sets with the same text hold the same pictures with the same
     * labels in the same order. Sets in memory hash their bytes, sets on disk their files' bytes, wherever they lie; what was
     * read before is known by its path, size and times of change in {@code digests} of UNDERSTUDY_HOME.
     *
     * @return 16 hexadecimal digits, the same in every run
     */
    String fingerprint();

    /**
     * These pictures with the labels of a network that knows them by other numbers: classes are matched by their names.
     * Those of the network that have no picture here are no fault.
     *
     * @param names the names of the network's classes, in the order of its logits
     * @return a view that copies no picture, this set where the names are the same
     * @throws DataException where a class that has a picture here is not among the names
     */
    default Images labelledAs(List<String> names) {
        return names.equals(classNames()) ? this : new RelabeledImages(this, names);
    }

    /**
     * A view of some of these pictures, in the order given.
     *
     * @param indices from 0 to {@link #size()} - 1 each; copied
     * @return a view that copies no picture
     * @throws IndexOutOfBoundsException where an index is out of range
     */
    default Images subset(int[] indices) {
        return new SubsetImages(this, indices);
    }
}
