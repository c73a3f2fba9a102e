package dev.understudy.recipe;

import ai.djl.ndarray.types.Shape;
import dev.understudy.InputException;
import org.jspecify.annotations.Nullable;

/**
 * What a network is for.
 *
 * @param input the shape of one image, {@code (channels, height, width)}
 * @param classes how many classes, at least 2
 * @param width what every number of channels is multiplied by, above 0; 1 is the paper's
 * @param networks the pair of networks that recipes are to train; null for a recipe's own
 */
public record Task(
        Shape input, int classes, double width, @Nullable NetworkPair networks) {

    /** The widest networks. */
    public static final int MOST_WIDTH = 16;

    /** Checks the ranges. */
    public Task {
        if (input.dimension() != 3) {
            throw new InputException("An image's shape is (channels, height, width), got " + input);
        }
        if (classes < 2) {
            throw new InputException("At least 2 classes are needed, got " + classes);
        }
        if (!(width > 0) || width > MOST_WIDTH) {
            throw new InputException("A width must be above 0 and at most " + MOST_WIDTH + ", got " + width);
        }
    }

    /**
     * For a recipe's own networks.
     *
     * @param input the shape of one image, {@code (channels, height, width)}
     * @param classes how many classes, at least 2
     * @param width what every number of channels is multiplied by, above 0
     */
    public Task(Shape input, int classes, double width) {
        this(input, classes, width, null);
    }

    /**
     * The same for another pair of networks.
     *
     * @param pair teacher and student; null for a recipe's own
     * @return a copy
     */
    public Task withNetworks(@Nullable NetworkPair pair) {
        return new Task(input, classes, width, pair);
    }
}
