package dev.understudy.internal.context;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.Batch;
import ai.djl.translate.Batchifier;
import dev.understudy.InputException;
import dev.understudy.batch.BatchTransform;
import dev.understudy.batch.StepRandom;
import dev.understudy.batch.TrainingBatch;
import dev.understudy.internal.text.UserCall;
import java.util.Map;
import java.util.Objects;

/**
 * A batch as it was read, with the views of it that somebody reads.
 *
 * @param batch the batch
 * @param views the same samples otherwise, by name
 * @param seed of what is done to it
 */
public record StepBatch(Batch batch, Map<String, Batch> views, long seed) implements AutoCloseable {

    /**
     * The batch in a form.
     *
     * @param form which
     * @return the batch; freed with this one
     */
    public Batch in(BatchForm form) {
        Batch plain = form.view().isEmpty() ? batch : Objects.requireNonNull(views.get(form.view()), form.view());
        BatchTransform transform = form.transform();
        return transform == null ? plain : transformed(plain, transform, form.classes());
    }

    /** Every view with the same random numbers, so that the labels are those of all. */
    private Batch transformed(Batch plain, BatchTransform transform, long classes) {
        NDManager own = plain.getManager().newSubManager();
        NDArray images = view(plain.getData().singletonOrThrow(), own);
        NDArray labels = view(plain.getLabels().singletonOrThrow(), own);
        TrainingBatch before = TrainingBatch.of(images, OneHot.of(labels, classes));
        TrainingBatch after = UserCall.made(
                () -> "The batch transform " + transform, () -> transform.transform(before, StepRandom.of(seed)));
        check(transform, after.getImages().getShape(), images.getShape());
        check(
                transform,
                after.getSoftLabels().getShape(),
                before.getSoftLabels().getShape());
        return new Batch(
                own,
                new NDList(after.getImages()),
                new NDList(labels, after.getSoftLabels()),
                plain.getSize(),
                Batchifier.STACK,
                Batchifier.STACK,
                plain.getProgress(),
                plain.getProgressTotal(),
                plain.getIndices());
    }

    private static NDArray view(NDArray array, NDManager owner) {
        NDArray view = array.stopGradient();
        view.attach(owner);
        return view;
    }

    private static void check(BatchTransform transform, Shape made, Shape wanted) {
        if (!made.equals(wanted)) {
            throw new InputException("The batch transform " + transform + " made " + made + " of " + wanted
                    + "; it may change numbers, not shapes");
        }
    }

    @Override
    public void close() {
        batch.close();
        views.values().forEach(Batch::close);
    }
}
