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
 * Some of the channels: those from one to before another, as the halves of ShuffleNet V2's split.
 *
 * <p>Shapes: input {@code [batch, C, ...]}; output {@code [batch, to - from, ...]}.
 */
public final class ChannelRange extends AbstractBlock {

    private static final byte VERSION = 1;

    private final long from;
    private final long to;

    /**
     * Takes channels.
     *
     * @param from the first one, 0 or more
     * @param to the one after the last, above {@code from}
     */
    public ChannelRange(long from, long to) {
        super(VERSION);
        if (from < 0 || to <= from) {
            throw new InputException(
                    "A range of channels begins at 0 or later and ends after it begins, got " + from + " to " + to);
        }
        this.from = from;
        this.to = to;
    }

    /**
     * Where it begins.
     *
     * @return the first channel's number, from 0
     */
    public long getFrom() {
        return from;
    }

    /**
     * Where it ends.
     *
     * @return the number of the channel after the last
     */
    public long getTo() {
        return to;
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore, NDList inputs, boolean training, @Nullable PairList<String, Object> params) {
        checked(inputs.singletonOrThrow().getShape());
        return new NDList(inputs.singletonOrThrow().get(new NDIndex(":, " + from + ":" + to)));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        long[] shape = checked(inputShapes[0]).getShape().clone();
        shape[1] = to - from;
        return new Shape[] {new Shape(shape)};
    }

    private Shape checked(Shape shape) {
        if (shape.dimension() < 2 || shape.get(1) < to) {
            throw new InputException("Channels " + from + " to " + to
                    + " want [batch, channels, ...] with that many channels, got " + shape);
        }
        return shape;
    }
}
