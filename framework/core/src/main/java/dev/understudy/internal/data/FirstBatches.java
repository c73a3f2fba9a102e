package dev.understudy.internal.data;

import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset;
import ai.djl.translate.TranslateException;
import ai.djl.util.Progress;
import java.io.IOException;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The first batches of a data set. They say what they say there, the number of all samples included.
 *
 * @param dataset the data set
 * @param count how many batches at most
 */
public record FirstBatches(Dataset dataset, int count) implements Dataset {

    @Override
    public Iterable<Batch> getData(NDManager manager) throws IOException, TranslateException {
        Iterable<Batch> all = dataset.getData(manager);
        return () -> StreamSupport.stream(all.spliterator(), false).limit(count).iterator();
    }

    @Override
    public void prepare(@Nullable Progress progress) throws IOException, TranslateException {
        dataset.prepare(progress);
    }
}
