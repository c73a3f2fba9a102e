package dev.understudy.block;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.NormalInitializer;
import ai.djl.util.PairList;
import dev.understudy.InputException;
import org.jspecify.annotations.Nullable;

/**
 * An image as tokens (Dosovitskiy et al. 2021, eq. 1): each patch goes through one matrix, a learned class token comes
 * before them, and a learned position is added to each.
 *
 * <p>Shapes: input {@code [batch, channels, height, width]}, both sides multiples of the patch; output {@code [batch, 1 +
 * patches, width]}, patches row by row. The class token begins near zero, positions with standard deviation 0.02, as in timm.
 */
public final class PatchEmbedding extends AbstractBlock {

    private static final byte VERSION = 1;
    private static final float TOKEN_DEVIATION = 1e-6f;
    private static final float POSITION_DEVIATION = 0.02f;

    private final int patch;
    private final int width;
    private final Block projection;
    private final Parameter token;
    private final Parameter positions;

    /**
     * Makes the layer.
     *
     * @param patch the side of a patch, in pixels
     * @param width of a token
     */
    public PatchEmbedding(int patch, int width) {
        super(VERSION);
        if (patch < 1 || width < 1) {
            throw new InputException("Patches and tokens need a size of at least 1; got " + patch + " and " + width);
        }
        this.patch = patch;
        this.width = width;
        this.projection = addChildBlock(
                "proj",
                Conv2d.builder()
                        .setKernelShape(new Shape(patch, patch))
                        .optStride(new Shape(patch, patch))
                        .setFilters(width)
                        .build());
        this.token = learned("cls_token", TOKEN_DEVIATION);
        this.positions = learned("pos_embed", POSITION_DEVIATION);
    }

    private Parameter learned(String name, float standardDeviation) {
        return addParameter(Parameter.builder()
                .setName(name)
                .setType(Parameter.Type.OTHER)
                .optInitializer(new NormalInitializer(standardDeviation))
                .build());
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore, NDList inputs, boolean training, @Nullable PairList<String, Object> params) {
        NDArray images = inputs.singletonOrThrow();
        NDArray patches = projection.forward(parameterStore, inputs, training).singletonOrThrow();
        long batch = patches.getShape().get(0);
        NDArray tokens = patches.reshape(batch, width, -1).transpose(0, 2, 1);
        // Results go with their first operand's manager: not with the parameters', which outlives the batch.
        NDArray first = images.getManager()
                .zeros(new Shape(batch, 1, width), images.getDataType())
                .toDevice(images.getDevice(), false)
                .add(parameterStore.getValue(token, images.getDevice(), training));
        return new NDList(NDArrays.concat(new NDList(first, tokens), 1)
                .add(parameterStore.getValue(positions, images.getDevice(), training)));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        Shape image = inputShapes[0];
        return new Shape[] {new Shape(image.get(0), 1 + patches(image), width)};
    }

    private long patches(Shape image) {
        return image.get(2) / patch * (image.get(3) / patch);
    }

    @Override
    protected void prepare(Shape[] inputShapes) {
        Shape image = inputShapes[0];
        if (image.dimension() != 4 || image.get(2) % patch != 0 || image.get(3) % patch != 0) {
            throw new InputException("Patches of " + patch + " x " + patch
                    + " need images [batch, channels, height, width] whose sides are multiples of " + patch + "; got "
                    + image);
        }
        token.setShape(new Shape(1, 1, width));
        positions.setShape(new Shape(1, 1 + patches(image), width));
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType dataType, Shape... inputShapes) {
        projection.initialize(manager, dataType, inputShapes);
    }
}
