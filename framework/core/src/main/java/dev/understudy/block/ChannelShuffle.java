package dev.understudy.block;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import dev.understudy.InputException;
import org.jspecify.annotations.Nullable;

/**
 * Mixes the channels of groups (Zhang et al. 2018, ShuffleNet, figure 1): of {@code g} groups of {@code n} channels each,
 * the first ones of all groups come first, then the second ones. Channel {@code i n + j} becomes channel {@code j g + i}.
 *
 * <p>Shapes: input and output {@code [batch, C, H, W]}, C a multiple of the number of groups. The output lies channels
 * last in memory, as convolutions on a processor like it.
 */
public final class ChannelShuffle extends AbstractBlock {

    private static final byte VERSION = 1;
    private static final int IMAGES = 4;

    private final int groups;

    /**
     * Mixes groups.
     *
     * @param groups how many, 1 or more; 1 changes nothing
     */
    public ChannelShuffle(int groups) {
        super(VERSION);
        if (groups < 1) {
            throw new InputException("A channel shuffle has 1 group or more, got " + groups);
        }
        this.groups = groups;
    }

    /**
     * The groups.
     *
     * @return how many
     */
    public int getGroups() {
        return groups;
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore, NDList inputs, boolean training, @Nullable PairList<String, Object> params) {
        NDArray images = inputs.singletonOrThrow();
        Shape shape = checked(images.getShape());
        NDArray pixels = images.transpose(0, 2, 3, 1)
                .reshape(shape.get(0), shape.get(2), shape.get(3), groups, shape.get(1) / groups);
        return new NDList(pixels.transpose(0, 1, 2, 4, 3)
                .reshape(shape.get(0), shape.get(2), shape.get(3), shape.get(1))
                .transpose(0, 3, 1, 2));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return new Shape[] {checked(inputShapes[0])};
    }

    private Shape checked(Shape shape) {
        if (shape.dimension() != IMAGES || shape.get(1) % groups != 0) {
            throw new InputException("A channel shuffle of " + groups
                    + " groups takes [batch, channels, height, width] with a multiple of " + groups + " channels, got "
                    + shape);
        }
        return shape;
    }
}
