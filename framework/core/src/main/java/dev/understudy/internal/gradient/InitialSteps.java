package dev.understudy.internal.gradient;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import dev.understudy.Activations;
import dev.understudy.Distillation;
import dev.understudy.Needs;
import dev.understudy.Stage;
import dev.understudy.TeacherTap;
import dev.understudy.TrainingData;
import dev.understudy.TrainingProgress;
import dev.understudy.internal.context.BatchData;
import dev.understudy.internal.context.BatchForm;
import dev.understudy.internal.context.StepBatch;
import dev.understudy.internal.context.StepData;
import dev.understudy.internal.context.StepPlace;
import dev.understudy.internal.context.TrainingSetValues;
import dev.understudy.internal.data.SampleCount;
import dev.understudy.internal.loop.InitialStudent;
import dev.understudy.internal.network.MemoryFormat;
import dev.understudy.internal.source.Averages;
import dev.understudy.internal.source.InitialSources;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What a stage's objectives would see in its first steps, before anything is trained. */
final class InitialSteps implements AutoCloseable {

    private final Stage stage;
    private final SampleCount count;
    private final BatchForm form;
    private final Map<String, InitialSources> sources = new LinkedHashMap<>();
    private final Averages averages;
    private final Map<String, NDArray> precomputed;

    /** Of an epoch, by its first batch; 0 before that. */
    private long steps;

    /**
     * Makes ready for a stage.
     *
     * @param distillation who teaches whom
     * @param trainingData what is shown
     * @param student before its first step
     * @param stage the stage
     * @param manager owns what outlives a batch
     * @throws IOException when the data cannot be read
     */
    InitialSteps(
            Distillation distillation,
            TrainingData trainingData,
            InitialStudent student,
            Stage stage,
            NDManager manager)
            throws IOException {
        this.stage = stage;
        count = new SampleCount(trainingData, manager);
        form = BatchForm.of(stage.getTransform(), student::classes);
        Needs needs = stage.needs();
        TrainingSetValues values = new TrainingSetValues(trainingData, manager, count);
        Set<TrainingSetValues.Value> wanted = TrainingSetValues.of(distillation.getTeacher(), needs, student::classes);
        values.compute(wanted);
        precomputed = values.get(wanted);
        averages = new Averages(distillation.getSources(), student, manager);
        averages.begin(stage);
        sources.put("", InitialSources.of(distillation.getSources(), needs, manager));
        needs.getViews()
                .forEach(
                        (name, read) -> sources.put(name, InitialSources.of(distillation.getSources(), read, manager)));
    }

    /**
     * Where in the training a batch would be shown.
     *
     * @param batch the batch
     * @param step its step in the first epoch, from 0
     * @param seed of what objectives draw
     * @return the place
     * @throws IOException when the data cannot be read
     */
    StepPlace place(Batch batch, int step, long seed) throws IOException {
        long samples = count.of(batch);
        if (steps == 0) {
            long size = Math.max(1, batch.getSize());
            steps = (samples + size - 1) / size;
        }
        TrainingProgress progress = new TrainingProgress(0, stage.getEpochs(), step, Math.max(steps, step + 1));
        return new StepPlace(progress, samples, seed);
    }

    /** What the objectives would see of a batch. */
    StepData of(StepBatch read, StepPlace place) {
        Map<String, StepData.View> views = new LinkedHashMap<>();
        for (String name : read.views().keySet()) {
            if (sources.containsKey(name)) {
                views.put(name, view(read.in(form.in(name)), name));
            }
        }
        Batch batch = read.in(form);
        StepData.View own = view(batch, "");
        return new StepData(BatchData.of(batch, own.images()), own.sources(), views, precomputed, place);
    }

    private StepData.View view(Batch batch, String name) {
        NDList images = MemoryFormat.best(batch.getData());
        Map<String, Activations<TeacherTap>> shown =
                Objects.requireNonNull(sources.get(name), name).of(batch, images);
        averages.show(name, images, shown);
        return new StepData.View(images, shown);
    }

    @Override
    public void close() {
        sources.values().forEach(InitialSources::close);
        averages.close();
    }
}
