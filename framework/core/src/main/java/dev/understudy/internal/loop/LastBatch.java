package dev.understudy.internal.loop;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.training.dataset.Batch;
import dev.understudy.InputException;
import dev.understudy.internal.text.ErrorLine;
import org.jspecify.annotations.Nullable;

/**
 * The last batch of an epoch, which may hold a single image: a batch norm over vectors, or over maps of one location,
 * has then a single number for each channel and cannot train. That is said before the first step, not after an epoch.
 */
public final class LastBatch {

    private LastBatch() {}

    /**
     * The same by an epoch's first batch, for what is tried before a training; nothing is refused where it does not say how
     * many images there are.
     *
     * @param student the student, which stays as it is
     * @param block what a stage trains
     * @param first the batch
     * @param input the shape of an image
     * @param manager of the student's device
     */
    public static void check(String student, StageBlock block, Batch first, Shape input, NDManager manager) {
        if (first.getProgressTotal() > 0) {
            check(student, block, first.getProgressTotal(), Math.max(1, first.getSize()), input, manager);
        }
    }

    /**
     * Refuses a student that cannot learn from a last batch of one, or whose peers or modules cannot.
     *
     * @param student the student, which stays as it is
     * @param block what a stage trains
     * @param samples how many images an epoch has
     * @param size how many a batch has
     * @param input the shape of an image
     * @param manager of the student's device
     */
    static void check(String student, StageBlock block, long samples, long size, Shape input, NDManager manager) {
        if (samples % size != 1 && size != 1) {
            return;
        }
        String last = "The last batch of " + samples + " images in batches of " + size + " holds one image";
        try (NDManager scope = manager.newSubManager()) {
            NDList image = new NDList(scope.zeros(new Shape(1).addAll(input)));
            attempt(last, "\"" + student + "\"", () -> block.forward(new Copies(scope), image, true));
            attempt(last, "a peer of \"" + student + "\"", () -> block.peers(image));
            for (String name : block.modules().running()) {
                String who = "the auxiliary module \"" + name + "\" of \"" + student + "\"";
                attempt(last, who, () -> block.modules().runForOne(name));
            }
        }
    }

    private static void attempt(String last, String who, Runnable run) {
        try {
            run.run();
        } catch (InputException e) {
            throw new InputException(
                    last + ", from which " + who
                            + " cannot learn, as a batch norm of single numbers cannot; choose another batch size: "
                            + ErrorLine.of(e),
                    e);
        }
    }

    /** Copies of the parameters, whose running statistics may move. */
    private static final class Copies extends ParameterStore {

        private final NDManager scope;

        Copies(NDManager scope) {
            super(scope, false);
            this.scope = scope;
        }

        /** Null for the parameter that a block does not have, as DJL's blocks expect. */
        @Override
        public @Nullable NDArray getValue(@Nullable Parameter parameter, Device device, boolean training) {
            if (parameter == null) {
                return null;
            }
            try (NDArray values = parameter.getArray().stopGradient()) {
                NDArray copy = values.duplicate();
                copy.attach(scope);
                return copy;
            }
        }
    }
}
