package dev.understudy.internal.data;

import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset;
import dev.understudy.InputException;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;

/**
 * The samples of a training set that repeats, numbered from 0.
 *
 * @param count how many there are
 */
public record SampleNumbers(int count) {

    /** Refuses a training set whose first batch does not say which samples it holds. */
    public void check(Dataset training, NDManager manager) throws IOException {
        try (NDManager scope = manager.newSubManager()) {
            Iterator<Batch> batches =
                    BatchReader.of("The training set", () -> training, scope).iterator();
            if (batches.hasNext()) {
                try (Batch first = batches.next()) {
                    of(first);
                }
            }
        }
    }

    /** The samples of a batch. */
    public int[] of(Batch batch) {
        List<?> indices = batch.getIndices();
        if (indices == null || indices.size() != batch.getSize()) {
            throw new InputException("The teacher's outputs cannot be kept: the batches of the training set do not say"
                    + " which samples they hold, see Batch.getIndices()");
        }
        return indices.stream().mapToInt(this::number).toArray();
    }

    private int number(Object index) {
        if (index instanceof Number number && number.longValue() >= 0 && number.longValue() < count) {
            return number.intValue();
        }
        throw new InputException("The teacher's outputs cannot be kept: the training set has a sample numbered " + index
                + ", wanted are whole numbers from 0 to " + (count - 1));
    }

    /**
     * Refuses a fixed augmentation of all samples that is not in order.
     *
     * @param batch its next batch
     * @param next which sample it should begin with
     * @return which sample comes next
     */
    public int inOrder(Batch batch, int next) {
        int expected = next;
        for (int sample : of(batch)) {
            if (sample != expected++) {
                throw new InputException("A fixed augmentation of the training set should show its " + count
                        + " samples in order, it shows " + sample + " in the place of " + (expected - 1));
            }
        }
        return expected;
    }

    /**
     * Refuses a fixed augmentation that ended too early or too late.
     *
     * @param next which sample would come next
     * @param end which sample should
     */
    public void all(int next, int end) {
        if (next != end) {
            throw new InputException("A fixed augmentation of the training set should show its "
                    + (end == count
                            ? count + " samples, it shows "
                            : count + " samples up to " + end + ", it shows those up to ")
                    + next);
        }
    }
}
