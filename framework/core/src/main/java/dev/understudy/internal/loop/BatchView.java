package dev.understudy.internal.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import dev.understudy.Activations;
import dev.understudy.TeacherTap;
import dev.understudy.internal.context.BatchData;
import dev.understudy.internal.teacher.TeacherOutput;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A batch as one network sees it: views that belong to a manager of their own, so that whatever is made of them goes
 * with it and not with the batch.
 *
 * @param manager holds the views, to be closed
 * @param batch the images and what is known of them
 * @param size how many there are
 */
record BatchView(NDManager manager, BatchData batch, int size) implements AutoCloseable {

    /**
     * A view of a batch.
     *
     * @param data its images in the best order already, or their shards
     */
    static BatchView of(Batch batch, NDList data) {
        NDManager own = batch.getData().head().getManager().newSubManager();
        NDList views = new NDList();
        data.forEach(array -> views.add(view(array, views.isEmpty() ? own : own.newSubManager(array.getDevice()))));
        BatchData whole = BatchData.of(batch, views);
        NDArray soft = whole.softLabels();
        return new BatchView(
                own,
                new BatchData(views, view(whole.labels(), own), soft == null ? null : view(soft, own), whole.indices()),
                batch.getSize());
    }

    /** What a source put out for the whole batch, as far as one student reads it. */
    Activations<TeacherTap> view(String source, Activations<TeacherTap> shown, List<TeacherOutput> reads) {
        Map<TeacherOutput, NDArray> views = new LinkedHashMap<>();
        reads.forEach(output -> views.put(output, view(output.from(shown), manager)));
        return TeacherOutput.together(source, views);
    }

    /** An array that lives longer, as this batch reads it. */
    NDArray view(NDArray array) {
        return view(array, manager);
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
