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
 * A residual layer (He et al. 2016, eq. 1 and 2): what its body puts out is added to its input, which goes through a
 * shortcut where the shapes differ.
 *
 * <p>Shapes: input {@code [batch, C, H, W]}; output {@code [batch, D, I, J]} for a body and a shortcut that both put out
 * {@code [batch, D, I, J]}.
 */
public final class Residual extends AbstractBlock implements Branches {

    /** The name of the body: tap {@code <layer>/body}. */
    public static final String BODY = "body";

    /** The name of the shortcut: tap {@code <layer>/shortcut}. */
    public static final String SHORTCUT = "shortcut";

    private static final byte VERSION = 1;

    private final Block body;
    private final Block shortcut;

    /**
     * Puts a body and a shortcut side by side.
     *
     * @param body what is learned on top of the input
     * @param shortcut what the input goes through; DJL's identity block where shapes are the same
     */
    public Residual(Block body, Block shortcut) {
        super(VERSION);
        this.body = addChildBlock(BODY, body);
        this.shortcut = addChildBlock(SHORTCUT, shortcut);
    }

    @Override
    public Block first() {
        return body;
    }

    @Override
    public Block second() {
        return shortcut;
    }

    @Override
    public NDList join(NDList first, NDList second) {
        return new NDList(first.singletonOrThrow().add(second.singletonOrThrow()));
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore, NDList inputs, boolean training, @Nullable PairList<String, Object> params) {
        return join(body.forward(parameterStore, inputs, training), shortcut.forward(parameterStore, inputs, training));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return body.getOutputShapes(inputShapes);
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType dataType, Shape... inputShapes) {
        body.initialize(manager, dataType, inputShapes);
        shortcut.initialize(manager, dataType, inputShapes);
    }
}
