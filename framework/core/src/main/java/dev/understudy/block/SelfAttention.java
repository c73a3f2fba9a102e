package dev.understudy.block;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.NormalInitializer;
import ai.djl.util.PairList;
import dev.understudy.InputException;
import dev.understudy.objective.Scaling;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Multi-head self-attention (Vaswani et al. 2017, eq. 1): {@code softmax(Q K^T / sqrt(d)) V} for each head of width d,
 * then a projection. Queries, keys and values come from one matrix {@code qkv}, in this order, as in timm.
 *
 * <p>Shapes: input and output {@code [batch, tokens, width]}. Taps: {@code query}, {@code key} and {@code value}, {@code
 * [batch, heads, tokens, width / heads]}, and {@code weights}, the attention after the softmax, {@code [batch, heads,
 * tokens, tokens]}. Weights begin with a normal distribution of standard deviation 0.02, as in ViT.
 */
public final class SelfAttention extends AbstractBlock implements Tappable {

    private static final byte VERSION = 1;
    private static final float DEVIATION = 0.02f;
    private static final List<String> TAPS = List.of("query", "key", "value", "weights");

    private final int width;
    private final int heads;
    private final Block qkv;
    private final Block projection;

    /**
     * Makes the layer.
     *
     * @param width of a token
     * @param heads how many heads share it, a divisor of the width
     */
    public SelfAttention(int width, int heads) {
        super(VERSION);
        if (width < 1 || heads < 1 || width % heads != 0) {
            throw new InputException(
                    "Attention needs heads that divide the width; got " + heads + " heads for a width of " + width);
        }
        this.width = width;
        this.heads = heads;
        this.qkv = addChildBlock("qkv", Linear.builder().setUnits(3L * width).build());
        this.projection = addChildBlock("proj", Linear.builder().setUnits(width).build());
        setInitializer(new NormalInitializer(DEVIATION), Parameter.Type.WEIGHT);
    }

    /**
     * The width of a token.
     *
     * @return how many numbers
     */
    public int getWidth() {
        return width;
    }

    /**
     * The heads, which share the width.
     *
     * @return how many
     */
    public int getHeads() {
        return heads;
    }

    @Override
    public List<String> tapNames() {
        return TAPS;
    }

    @Override
    public Collection<Parameter> parametersFor(Set<String> names) {
        return qkv.getParameters().values();
    }

    @Override
    public NDList forward(ParameterStore store, NDList inputs, boolean training, Taps taps) {
        NDList parts = qkv.forward(store, inputs, training).singletonOrThrow().split(3, 2);
        NDArray[] split = new NDArray[parts.size()];
        for (int i = 0; i < split.length; i++) {
            split[i] = byHead(parts.get(i));
            if (taps.put(TAPS.get(i), split[i])) {
                return new NDList();
            }
        }
        NDArray scores =
                Scaling.times(split[0], 1 / Math.sqrt((double) width / heads)).matMul(split[1].transpose(0, 1, 3, 2));
        NDArray weights = scores.softmax(3);
        if (taps.put("weights", weights)) {
            return new NDList();
        }
        NDArray mixed = weights.matMul(split[2]).transpose(0, 2, 1, 3);
        Shape tokens = mixed.getShape();
        return projection.forward(store, new NDList(mixed.reshape(tokens.get(0), tokens.get(1), width)), training);
    }

    private NDArray byHead(NDArray part) {
        Shape shape = part.getShape();
        return part.reshape(shape.get(0), shape.get(1), heads, width / heads).transpose(0, 2, 1, 3);
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore, NDList inputs, boolean training, @Nullable PairList<String, Object> params) {
        return forward(parameterStore, inputs, training, Taps.NONE);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return inputShapes;
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType dataType, Shape... inputShapes) {
        qkv.initialize(manager, dataType, inputShapes);
        projection.initialize(manager, dataType, inputShapes);
    }
}
