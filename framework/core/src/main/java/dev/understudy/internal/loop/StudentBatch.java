package dev.understudy.internal.loop;

import ai.djl.ndarray.NDArray;
import dev.understudy.Activations;
import dev.understudy.TeacherTap;
import dev.understudy.internal.context.BatchForm;
import dev.understudy.internal.context.StepData;
import dev.understudy.internal.context.StepPlace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A batch as one student and its objectives see it, in all views that they read.
 *
 * @param own the batch itself
 * @param sources what each source put out for it
 * @param views the other views, by name
 * @param opened all that is to be closed
 */
record StudentBatch(
        BatchView own,
        Map<String, Activations<TeacherTap>> sources,
        Map<String, StepData.View> views,
        List<BatchView> opened)
        implements AutoCloseable {

    /** Of a batch that all see. */
    static StudentBatch of(SharedBatch shared, StudentTrainer trainer) {
        List<BatchView> opened = new ArrayList<>();
        try {
            BatchForm form = trainer.reading().form();
            BatchView own = shared.view(form);
            opened.add(own);
            Map<String, StepData.View> views = new LinkedHashMap<>();
            for (String name : trainer.reading().views()) {
                BatchView view = shared.view(form.in(name));
                opened.add(view);
                views.put(name, new StepData.View(view.batch().images(), shared.shown(trainer, form.in(name), view)));
            }
            return new StudentBatch(own, shared.shown(trainer, form, own), views, opened);
        } catch (RuntimeException | Error e) {
            opened.forEach(BatchView::close);
            throw e;
        }
    }

    /** What the student's step needs. */
    StepData data(Map<String, NDArray> precomputed, StepPlace place) {
        Map<String, NDArray> known = new LinkedHashMap<>();
        precomputed.forEach((name, value) -> known.put(name, own.view(value)));
        return new StepData(own.batch(), sources, views, known, place);
    }

    @Override
    public void close() {
        opened.forEach(BatchView::close);
    }
}
