package dev.understudy.internal.teacher;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.understudy.InputException;
import dev.understudy.format.Renormalization;
import java.util.List;

/** Shows images in another normalisation, without gradients. */
public final class Renormalizer implements AutoCloseable {

    private final NDManager own;
    private final NDArray factors;
    private final NDArray offsets;

    /**
     * Makes ready.
     *
     * @param rescaling one factor and one offset per channel
     * @param manager its device is where the images are
     */
    public Renormalizer(Renormalization rescaling, NDManager manager) {
        own = manager.newSubManager();
        factors = perChannel(rescaling.factors());
        offsets = perChannel(rescaling.offsets());
    }

    /**
     * Rescales images.
     *
     * @param input one array {@code [batch, channels, height, width]}
     * @return a new array, attached to the input's manager
     * @throws InputException when the images have another number of channels
     */
    public NDList forward(NDList input) {
        NDArray images = input.singletonOrThrow();
        if (images.getShape().get(1) != factors.getShape().get(1)) {
            throw new InputException("The teacher's normalisation is for "
                    + factors.getShape().get(1) + " channels, the images have "
                    + images.getShape().get(1));
        }
        try (NDArray scaled = images.mul(factors)) {
            return new NDList(scaled.add(offsets));
        }
    }

    private NDArray perChannel(List<Double> numbers) {
        float[] each = new float[numbers.size()];
        for (int i = 0; i < each.length; i++) {
            each[i] = numbers.get(i).floatValue();
        }
        return own.create(each, new Shape(1, each.length, 1, 1));
    }

    @Override
    public void close() {
        own.close();
    }
}
