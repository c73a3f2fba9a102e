package dev.understudy.internal.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.understudy.InputException;
import dev.understudy.internal.arithmetic.OnHost;
import java.util.Locale;

/**
 * The labels that were seen, as far as they show whether the network has a class for each: one that no logit stands for
 * would be left out of the loss without a word. Kept on the device, so that not every step waits for it.
 */
public final class LabelCheck {

    private final String images;

    /** The largest label, and the largest one with the other sign. */
    private final NDArray marks;

    private long classes = Long.MAX_VALUE;
    private boolean unchecked;

    /**
     * Nothing seen yet.
     *
     * @param images what is looked at, as the beginning of a message: "The test split"
     * @param manager owns what is kept
     */
    public LabelCheck(String images, NDManager manager) {
        this.images = images;
        marks = manager.zeros(new Shape(2));
    }

    /**
     * Takes note of a batch.
     *
     * @param labels {@code [batch]}
     * @param logits {@code [batch, classes]}
     */
    public void see(NDArray labels, NDArray logits) {
        classes = logits.getShape().get(1);
        unchecked = true;
        NDArray numbers = labels.toType(DataType.FLOAT32, false);
        NDArray seen = NDArrays.concat(
                new NDList(numbers.max().reshape(1), numbers.neg().max().reshape(1)));
        // What comes of an operation belongs to the manager of its first array: here the batch's.
        marks.addi(NDArrays.maximum(seen, marks).sub(marks));
    }

    /**
     * Refuses a label that is none of the network's classes; waits for the device where labels were seen since the last time.
     *
     * @throws InputException when one was seen
     */
    public void check() {
        if (!unchecked) {
            return;
        }
        unchecked = false;
        float[] now = OnHost.read(marks, NDArray::toFloatArray);
        float highest = now[0];
        float lowest = -now[1];
        if (lowest < 0 || highest >= classes) {
            throw new InputException(String.format(
                    Locale.ROOT,
                    "%s has a label %.0f, the network puts out %d classes, 0 to %d",
                    images,
                    lowest < 0 ? lowest : highest,
                    classes,
                    classes - 1));
        }
    }
}
