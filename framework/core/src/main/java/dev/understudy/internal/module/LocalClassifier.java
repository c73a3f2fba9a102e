package dev.understudy.internal.module;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Blocks;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.pooling.Pool;
import dev.understudy.block.Layers;

/** A classifier that tells classes apart at each location, then averages: a convolution of 1x1 and the mean of its maps. */
public final class LocalClassifier {

    /** The maps before they are averaged, {@code [batch, classes, height, width]}. */
    public static final String MAPS = "maps";

    private LocalClassifier() {}

    /**
     * The classifier.
     *
     * @param classes how many
     * @param bias whether it has one; with it it computes what averaging first and a linear layer would
     * @return its layers
     */
    public static Layers of(long classes, boolean bias) {
        return new Layers()
                .add(
                        MAPS,
                        Conv2d.builder()
                                .setKernelShape(new Shape(1, 1))
                                .optBias(bias)
                                .setFilters(Math.toIntExact(classes))
                                .build())
                .add("average", Pool.globalAvgPool2dBlock())
                .add("flatten", Blocks.batchFlattenBlock());
    }
}
