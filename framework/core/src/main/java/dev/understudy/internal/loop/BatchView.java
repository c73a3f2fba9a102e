package dev.understudy.internal.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import dev.understudy.Activations;
import dev.understudy.TeacherTap;
import dev.understudy.TrainingProgress;
import dev.understudy.internal.context.StepData;
import dev.understudy.internal.teacher.TeacherOutput;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A batch as one network sees it: views that belong to a manager of their own, so that whatever is made of them goes
 * with it and not with the batch.
 *
 * @param manager holds the views, to be closed
 * @param data the images, or their shards on several devices
 * @param labels their classes {@code [batch]}
 * @param indices their positions in the training set; empty where they are not known
 * @param size how many there are
 */
record BatchView(NDManager manager, NDList data, NDArray labels, List<?> indices, int size) implements AutoCloseable {

    /**
     * A view of a batch.
     *
     * @param data its images in the best order already, or their shards
     */
    static BatchView of(Batch batch, NDList data) {
        NDManager own = batch.getData().head().getManager().newSubManager();
        NDList views = new NDList();
        data.forEach(array -> views.add(view(array, views.isEmpty() ? own : own.newSubManager(array.getDevice()))));
        return new BatchView(
                own,
                views,
                view(batch.getLabels().singletonOrThrow(), own),
                batch.getIndices() == null ? List.of() : batch.getIndices(),
                batch.getSize());
    }

    /** What a teacher put out for the whole batch, as far as one student reads it. */
    Activations<TeacherTap> view(Activations<TeacherTap> shown, List<TeacherOutput> reads) {
        Map<TeacherOutput, NDArray> views = new LinkedHashMap<>();
        reads.forEach(output -> views.put(output, view(output.from(shown), manager)));
        return TeacherOutput.together(views);
    }

    /** What a student's objectives are to see of it. */
    StepData step(Activations<TeacherTap> shown, TrainingProgress progress) {
        return new StepData(data, labels, indices, shown, progress);
    }

    private static NDArray view(NDArray array, NDManager owner) {
        NDArray view = array.stopGradient();
        view.attach(owner);
        return view;
    }

    @Override
    public void close() {
        manager.close();
    }
}
