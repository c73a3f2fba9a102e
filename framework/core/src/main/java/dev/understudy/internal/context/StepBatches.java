package dev.understudy.internal.context;

import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import dev.understudy.InputException;
import dev.understudy.TrainingData;
import dev.understudy.internal.data.SeededBatchReader;
import dev.understudy.internal.data.Seeds;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongUnaryOperator;

/** The batches of an epoch, and the views of them that somebody reads, in step. */
public final class StepBatches {

    private static final int ORDER = 3;
    private static final int TRANSFORM = 5;

    private final TrainingData trainingData;
    private final int epoch;
    private final SeededBatchReader batches;
    private final Map<String, SeededBatchReader> views = new LinkedHashMap<>();
    private long next;

    /**
     * Reads nothing yet.
     *
     * @param trainingData what is shown
     * @param epoch its number over all stages, from 0
     * @param names the views that somebody reads
     * @param scope owns the batches
     */
    public StepBatches(TrainingData trainingData, int epoch, Collection<String> names, NDManager scope) {
        this.trainingData = trainingData;
        this.epoch = epoch;
        LongUnaryOperator seeds = batch -> Seeds.mix(trainingData.getSeed(), ORDER, epoch, batch);
        batches = new SeededBatchReader(() -> trainingData.getTrain().at(epoch), scope, seeds);
        for (String name : names) {
            TrainingData.Epochs view = trainingData.getView(name);
            views.put(name, new SeededBatchReader(() -> view.at(epoch), scope, seeds));
        }
    }

    /** The next batch, to be closed; nothing at the end. */
    public Optional<StepBatch> next() throws IOException {
        Optional<Batch> read = batches.next();
        if (read.isEmpty()) {
            return Optional.empty();
        }
        Batch batch = read.get();
        Map<String, Batch> others = new LinkedHashMap<>();
        StepBatch whole = new StepBatch(batch, others, Seeds.mix(trainingData.getSeed(), TRANSFORM, epoch, next++));
        try {
            for (Map.Entry<String, SeededBatchReader> view : views.entrySet()) {
                Batch other = view.getValue()
                        .next()
                        .orElseThrow(() -> new InputException(
                                "The view \"" + view.getKey() + "\" of the training set ends before the training set"));
                others.put(view.getKey(), other);
                check(view.getKey(), batch, other);
            }
            return Optional.of(whole);
        } catch (IOException | RuntimeException e) {
            whole.close();
            throw e;
        }
    }

    private static void check(String name, Batch batch, Batch other) {
        boolean numbered = batch.getIndices() != null && other.getIndices() != null;
        boolean same = numbered
                ? batch.getIndices().equals(other.getIndices())
                : Arrays.equals(
                        batch.getLabels().singletonOrThrow().toByteArray(),
                        other.getLabels().singletonOrThrow().toByteArray());
        if (!same) {
            throw new InputException("The view \"" + name + "\" shows other samples than the training set in the same"
                    + " batch; it must show the same ones in the same order");
        }
    }
}
