package dev.understudy.block;

import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;

/**
 * A layer of two branches on the same input, whose outputs are joined. Its children are the branches, in this order;
 * both can be tapped, and so can what lies in them.
 */
public sealed interface Branches extends Block permits SelfGuided, Residual, Concatenation {

    /**
     * The first branch.
     *
     * @return the block
     */
    Block first();

    /**
     * The second branch.
     *
     * @return the block
     */
    Block second();

    /**
     * Joins what the branches put out.
     *
     * @param first of the first branch
     * @param second of the second branch
     * @return the layer's output
     */
    NDList join(NDList first, NDList second);
}
