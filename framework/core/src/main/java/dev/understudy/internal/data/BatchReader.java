package dev.understudy.internal.data;

import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset;
import ai.djl.translate.TranslateException;
import dev.understudy.InputException;
import dev.understudy.internal.text.UserCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The batches of a data set, of which DJL's draw their order from the engine's generator: each is made in a turn of its
 * own. What a data set of the user's throws is said as its own.
 */
public final class BatchReader {

    private BatchReader() {}

    /**
     * Begins to read.
     *
     * @param what the beginning of what is said of it, such as {@code The training set}
     * @param dataset gives it
     * @param scope owns the batches
     * @return the batches, each to be closed
     * @throws IOException when the data cannot be read
     */
    public static Iterable<Batch> of(String what, Supplier<? extends @Nullable Dataset> dataset, NDManager scope)
            throws IOException {
        try {
            Iterable<Batch> batches = EngineLocks.take(() -> {
                Dataset found = UserCall.<Dataset>made(() -> what, dataset);
                return UserCall.<Iterable<Batch>>made(() -> what, () -> data(found, scope));
            });
            return () -> new Batches(what, EngineLocks.take(() -> UserCall.made(() -> what, batches::iterator)));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static Iterable<Batch> data(Dataset dataset, NDManager scope) {
        try {
            return dataset.getData(scope);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (TranslateException e) {
            throw new UncheckedIOException(new IOException("A batch could not be made: " + e.getMessage(), e));
        }
    }

    private record Batches(String what, Iterator<Batch> all) implements Iterator<Batch> {

        @Override
        public boolean hasNext() {
            return EngineLocks.take(() -> UserCall.call(() -> what, all::hasNext));
        }

        @Override
        public Batch next() {
            Batch batch = EngineLocks.take(() -> UserCall.made(() -> what, all::next));
            check(batch);
            return batch;
        }

        private void check(Batch batch) {
            int data = batch.getData().size();
            int labels = batch.getLabels().size();
            if (data != 1 || labels != 1) {
                throw new InputException(what + " gave a batch with " + data + " arrays of data and " + labels
                        + " of labels; wanted one of each");
            }
        }
    }
}
