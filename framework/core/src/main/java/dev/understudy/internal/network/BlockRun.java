package dev.understudy.internal.network;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.training.ParameterStore;

/**
 * A block as it runs here: as it is, but for 1x1 convolutions with a stride, as in the shortcuts of ResNets. On a processor
 * PyTorch 2.7.1 computes those wrong for many channels where images lie channels last (64 to 2048 or 128 to 512 at 32 pixels,
 * 256 to 512 at 8: the second image of a batch on is another number, or memory is overwritten, or the process ends). So the
 * pixels that such a convolution looks at are taken first, and it runs on them without a stride, which is the same. One that
 * stands within a block that runs as one, such as a parallel block, is shown images channel after channel in inference, which
 * is right too.
 */
final class BlockRun {

    private static final Shape ONE = new Shape(1, 1);
    private static final Shape NONE = new Shape(0, 0);

    private BlockRun() {}

    static NDList forward(Block block, ParameterStore parameters, NDList input, boolean training) {
        if (block instanceof Conv2d convolution && skipsPixels(convolution)) {
            NDArray images = input.singletonOrThrow();
            if (!images.getDevice().isGpu()) {
                return skipped(convolution, parameters, images, training);
            }
        }
        return !training && holdsOne(block)
                ? MemoryFormat.best(block.forward(parameters, MemoryFormat.channelsFirst(input), false))
                : block.forward(parameters, input, training);
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
