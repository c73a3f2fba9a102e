package dev.understudy.internal.teacher;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.understudy.InputException;
import dev.understudy.format.Renormalization;
import java.util.List;

/** Shows pictures in another normalisation, without gradients. */
public final class Renormalizer implements AutoCloseable {

    private final NDManager own;
    private final NDArray factors;
    private final NDArray offsets;

    /**
     * Makes ready.
     *
     * @param rescaling one factor and one offset per channel
     * @param manager its device is where the pictures are
     */
    public Renormalizer(Renormalization rescaling, NDManager manager) {
        own = manager.newSubManager();
        factors = perChannel(rescaling.factors());
        offsets = perChannel(rescaling.offsets());
    }

    /**
     * Rescales pictures.
     *
     * @param input one array {@code [batch, channels, height, width]}
     * @return a new array, attached to the input's manager
     * @throws InputException when the pictures have another number of channels
     */
    public NDList forward(NDList input) {
        NDArray pictures = input.singletonOrThrow();
        if (pictures.getShape().get(1) != factors.getShape().get(1)) {
            throw new InputException("The teacher's normalisation is for "
                    + factors.getShape().get(1) + " channels, the pictures have "
                    + pictures.getShape().get(1));
        }
        try (NDArray scaled = pictures.mul(factors)) {
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
