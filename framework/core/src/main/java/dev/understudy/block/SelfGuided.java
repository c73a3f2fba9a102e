package dev.understudy.block;

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
 * A layer with self-taught channels (paper, section 3.2): two branches on the same input, concatenated on the channel
 * axis, the guided one first. Knowledge is given to the branch {@code guided}, so that it never reaches the branch
 * {@code selfTaught}, which learns from the class loss alone.
 *
 * <p>Shapes: input {@code [batch, C, H, W]}; output {@code [batch, G + S, H, W]} for branches that put out G and S
 * channels and the same H and W. Any number of layers of a network may be of this kind.
 */
public final class SelfGuided extends AbstractBlock implements Branches {

    /** The name of the guided branch: tap {@code <layer>/guided}. */
    public static final String GUIDED = "guided";

    /** The name of the self-taught branch: tap {@code <layer>/selfTaught}. */
    public static final String SELF_TAUGHT = "selfTaught";

    private static final byte VERSION = 1;

    private final Block guided;
    private final Block selfTaught;

    /**
     * Puts two branches side by side.
     *
     * @param guided the branch that receives knowledge
     * @param selfTaught the branch that does not
     */
    public SelfGuided(Block guided, Block selfTaught) {
        super(VERSION);
        this.guided = addChildBlock(GUIDED, guided);
        this.selfTaught = addChildBlock(SELF_TAUGHT, selfTaught);
    }

    /**
     * The guided branch.
     *
     * @return the block
     */
    public Block getGuided() {
        return guided;
    }

    /**
     * The self-taught branch.
     *
     * @return the block
     */
    public Block getSelfTaught() {
        return selfTaught;
    }

    @Override
    public Block first() {
        return guided;
    }

    @Override
    public Block second() {
        return selfTaught;
    }

    /** Puts one after the other on the channel axis. */
    @Override
    public NDList join(NDList first, NDList second) {
        return Concatenation.joined(first, second);
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore, NDList inputs, boolean training, @Nullable PairList<String, Object> params) {
        return join(
                guided.forward(parameterStore, inputs, training), selfTaught.forward(parameterStore, inputs, training));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return Concatenation.joined(
                guided.getOutputShapes(inputShapes)[0], selfTaught.getOutputShapes(inputShapes)[0]);
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType dataType, Shape... inputShapes) {
        guided.initialize(manager, dataType, inputShapes);
        selfTaught.initialize(manager, dataType, inputShapes);
    }
}
