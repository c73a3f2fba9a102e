package dev.understudy.internal.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;

/**
 * The order in which a batch of images lies in memory. PyTorch's convolutions, pools and batch norms on the CPU are
 * much faster where the channels of a pixel lie side by side ("channels last"), and each of them passes the order of its
 * input on to its output; so it is enough to show the images in that order. Shapes and values stay what they are.
 *
 * <p>It is more than a matter of time: in PyTorch 2.7.1 on the CPU, the gradient with respect to the input of a convolution
 * larger than 1x1 is wrong where that input lies channels first, the batch holds two or more, and the output channels are no
 * multiple of 16. So what goes into convolutions, and was made by something else than those, is put into this order.
 */
public final class MemoryFormat {

    private static final int IMAGES = 4;

    private MemoryFormat() {}

    /** The order in which a pass shows its images; shapes and values are the same. */
    public enum Order {
        /** {@link MemoryFormat#best}: channels last on a processor, and on a GPU as images come, channel after channel. */
        USUAL,
        /** A pixel's channels side by side, on a GPU too. */
        CHANNELS_LAST;

        /**
         * Puts images into this order.
         *
         * @param images {@code [batch, channels, height, width]}
         * @return the same shape and values
         */
        public NDArray of(NDArray images) {
            return this == USUAL ? best(images) : channelsLast(images);
        }
    }

    /**
     * Puts images into the order that the engine likes best. Costs one copy, or nothing where they are in it already.
     *
     * @param data arrays of any shape; those of shape {@code [batch, channels, height, width]} are images
     * @return arrays of the same shapes and values
     */
    public static NDList best(NDList data) {
        NDList arranged = new NDList();
        for (NDArray array : data) {
            arranged.add(best(array));
        }
        return arranged;
    }

    /**
     * Puts images into the order that the engine likes best.
     *
     * @param array any shape
     * @return the same shape and values
     */
    public static NDArray best(NDArray array) {
        return array.getDevice().isGpu() || !likesChannelsLast(array) ? array : channelsLast(array);
    }

    /**
     * Puts a pixel's channels side by side.
     *
     * @param array any shape; images are {@code [batch, channels, height, width]}
     * @return the same shape and values
     */
    private static NDArray channelsLast(NDArray array) {
        Shape shape = array.getShape();
        if (shape.dimension() != IMAGES) {
            return array;
        }
        return array.transpose(0, 2, 3, 1)
                .reshape(-1)
                .reshape(shape.get(0), shape.get(2), shape.get(3), shape.get(1))
                .transpose(0, 3, 1, 2);
    }

    /**
     * Puts images channel after channel, for what is wrong or slow channels last ({@link BlockRun}).
     *
     * @param data arrays of any shape
     * @return arrays of the same shapes and values
     */
    public static NDList channelsFirst(NDList data) {
        NDList arranged = new NDList();
        for (NDArray array : data) {
            boolean images =
                    array.getShape().dimension() == IMAGES && !array.getDevice().isGpu();
            arranged.add(images ? array.reshape(-1).reshape(array.getShape()) : array);
        }
        return arranged;
    }

    private static boolean likesChannelsLast(NDArray array) {
        return array.getManager().getEngine().getEngineName().equals("PyTorch");
    }
}
