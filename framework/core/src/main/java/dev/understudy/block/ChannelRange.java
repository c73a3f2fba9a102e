package dev.understudy.block;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import dev.understudy.InputException;
import org.jspecify.annotations.Nullable;

/**
 * Some of the channels, as the halves of ShuffleNet V2's split.
 *
 * <p>Shapes: input {@code [batch, C, ...]}; output {@code [batch, count, ...]}.
 */
public final class ChannelRange extends AbstractBlock {

    private static final byte VERSION = 1;

    private final long first;
    private final long count;

    /**
     * Takes channels.
     *
     * @param first the number of the first one, from 0
     * @param count how many, 1 or more
     */
    public ChannelRange(long first, long count) {
        super(VERSION);
        if (first < 0 || count < 1) {
            throw new InputException(
                    "A range of channels begins at 0 or later and has 1 or more, got " + first + " and " + count);
        }
        this.first = first;
        this.count = count;
    }

    /**
     * Where it begins.
     *
     * @return the number of the first channel, from 0
     */
    public long getFirst() {
        return first;
    }

    /**
     * How long it is.
     *
     * @return how many channels
     */
    public long getCount() {
        return count;
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore, NDList inputs, boolean training, @Nullable PairList<String, Object> params) {
        checked(inputs.singletonOrThrow().getShape());
        return new NDList(inputs.singletonOrThrow().get(new NDIndex(":, " + first + ":" + (first + count))));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        long[] shape = checked(inputShapes[0]).getShape().clone();
        shape[1] = count;
        return new Shape[] {new Shape(shape)};
    }

    private Shape checked(Shape shape) {
        if (shape.dimension() < 2 || shape.get(1) < first + count) {
            throw new InputException("A range of " + count + " channels from " + first
                    + " on wants [batch, channels, ...] with that many, got " + shape);
        }
        return shape;
    }
}
