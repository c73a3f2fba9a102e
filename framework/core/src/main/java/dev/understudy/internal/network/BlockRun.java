package dev.understudy.internal.network;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.training.ParameterStore;

/**
 * A block as it runs here: as it is, but for 1x1 convolutions with a stride, as in the shortcuts of ResNets. On a processor
 * PyTorch 2.7.1 computes those wrong for many channels where images lie channels last (64 to 2048 or 128 to 512 at 32 pixels,
 * 256 to 512 at 8: the second image of a batch on is another number, or memory is overwritten, or the process ends). So the
 * pixels that such a convolution looks at are taken first, and it runs on them without a stride, which is the same. One that
 * stands within a block that runs as one, such as a parallel block, is shown images channel after channel in inference, which
 * is right too.
 *
 * <p>And but for batch norms in training of few channels whose number is no multiple of 8: PyTorch 2.7.1 reads the last few
 * channels of each pixel one by one, which takes five times as long as to read images that lie channel after channel (10
 * channels of 32x32: 15 against 2.5 ms). So such a norm is shown images in that order, which pays for the copies.
 */
final class BlockRun {

    private static final Shape ONE = new Shape(1, 1);
    private static final Shape NONE = new Shape(0, 0);

    /** How many numbers PyTorch's batch norm takes at once. */
    private static final int TOGETHER = 8;

    /** From here on the copies take as long as what they save. */
    private static final int MANY = 64;

    private BlockRun() {}

    static NDList forward(Block block, ParameterStore parameters, NDList input, boolean training) {
        if (block instanceof Conv2d convolution && skipsPixels(convolution)) {
            NDArray images = input.singletonOrThrow();
            if (!images.getDevice().isGpu()) {
                return skipped(convolution, parameters, images, training);
            }
        }
        boolean first = training ? isSlowNorm(block) : holdsOne(block);
        return first ? channelsFirst(block, parameters, input, training) : block.forward(parameters, input, training);
    }

    /** Its output is in order already; that it is said again lets the gradient come in the block's order too. */
    private static NDList channelsFirst(Block block, ParameterStore parameters, NDList input, boolean training) {
        NDList output = block.forward(parameters, MemoryFormat.channelsFirst(input), training);
        return MemoryFormat.best(MemoryFormat.channelsFirst(output));
    }

    private static boolean isSlowNorm(Block block) {
        if (block.getClass() != BatchNorm.class) {
            return false;
        }
        long channels = block.getDirectParameters().get("gamma").getShape().size();
        return channels < MANY && channels % TOGETHER != 0;
    }

    private static boolean holdsOne(Block block) {
        return block.getChildren().values().stream()
                .anyMatch(child -> child instanceof Conv2d convolution ? skipsPixels(convolution) : holdsOne(child));
    }

    private static boolean skipsPixels(Conv2d convolution) {
        return convolution.getKernelShape().equals(ONE)
                && convolution.getPadding().equals(NONE)
                && !convolution.getStride().equals(ONE);
    }

    private static NDList skipped(Conv2d convolution, ParameterStore parameters, NDArray images, boolean training) {
        Device device = images.getDevice();
        Parameter bias =
                convolution.isIncludeBias() ? convolution.getParameters().get("bias") : null;
        Shape stride = convolution.getStride();
        return Conv2d.conv2d(
                images.get(new NDIndex(":, :, ::" + stride.get(0) + ", ::" + stride.get(1))),
                parameters.getValue(convolution.getParameters().get("weight"), device, training),
                parameters.getValue(bias, device, training),
                ONE,
                NONE,
                ONE,
                convolution.getGroups());
    }
}
