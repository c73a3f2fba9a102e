package dev.understudy.block;

import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.jspecify.annotations.Nullable;

/**
 * Two branches on the same input, whose outputs stand side by side on the channel axis, as in ShuffleNet.
 *
 * <p>Shapes: input {@code [batch, C, H, W]}; output {@code [batch, D + E, I, J]} for branches that put out
 * {@code [batch, D, I, J]} and {@code [batch, E, I, J]}.
 */
public final class Concatenation extends AbstractBlock implements Branches {

    /** The name of the branch whose channels come first: tap {@code <layer>/first}. */
    public static final String FIRST = "first";

    /** The name of the other branch: tap {@code <layer>/second}. */
    public static final String SECOND = "second";

    private static final byte VERSION = 1;

    private final Block first;
    private final Block second;

    /**
     * Puts two branches side by side.
     *
     * @param first whose channels come first
     * @param second whose channels come after them
     */
    public Concatenation(Block first, Block second) {
        super(VERSION);
        this.first = addChildBlock(FIRST, first);
        this.second = addChildBlock(SECOND, second);
    }

    @Override
    public Block first() {
        return first;
    }

    @Override
    public Block second() {
        return second;
    }

    @Override
    public NDList join(NDList one, NDList other) {
        return joined(one, other);
    }

    /** Channels after channels. */
    static NDList joined(NDList one, NDList other) {
        return new NDList(NDArrays.concat(new NDList(one.singletonOrThrow(), other.singletonOrThrow()), 1));
    }

    /** As many channels as both have. */
    static Shape[] joined(Shape one, Shape other) {
        long[] both = one.getShape().clone();
        both[1] += other.get(1);
        return new Shape[] {new Shape(both)};
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore, NDList inputs, boolean training, @Nullable PairList<String, Object> params) {
        return join(first.forward(parameterStore, inputs, training), second.forward(parameterStore, inputs, training));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return joined(first.getOutputShapes(inputShapes)[0], second.getOutputShapes(inputShapes)[0]);
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType dataType, Shape... inputShapes) {
        first.initialize(manager, dataType, inputShapes);
        second.initialize(manager, dataType, inputShapes);
    }
}
