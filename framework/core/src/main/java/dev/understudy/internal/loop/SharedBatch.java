package dev.understudy.internal.loop;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import ai.djl.training.dataset.Batch;
import dev.understudy.Activations;
import dev.understudy.TeacherTap;
import dev.understudy.internal.context.BatchForm;
import dev.understudy.internal.context.StepBatch;
import dev.understudy.internal.network.MemoryFormat;
import dev.understudy.internal.network.Shards;
import dev.understudy.internal.teacher.TeacherOutput;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What all students see of a batch, in each form that one of them reads: the images in one order, in shards where
 * there are several devices, and what each teacher put out for them.
 */
final class SharedBatch {

    /** A batch in one form. */
    private record Formed(Batch batch, NDList images) {}

    private final Batch batch;
    private final Map<BatchForm, Formed> forms = new LinkedHashMap<>();
    private final Map<TeacherPlace, Activations<TeacherTap>> shown = new ConcurrentHashMap<>();

    SharedBatch(StepBatch read, Collection<BatchForm> wanted, MemoryFormat.Order order, List<Device> devices) {
        this.batch = read.batch();
        for (BatchForm form : wanted) {
            Batch formed = read.in(form);
            NDList images = Shards.scatter(order.of(formed.getData().singletonOrThrow()), devices);
            forms.put(form, new Formed(formed, images));
        }
    }

    /** Shows the batch to each teacher, to several at once where there are workers for them. */
    void show(Map<TeacherPlace, TeacherRunner> teachers, Workers workers) {
        List<Map.Entry<TeacherPlace, TeacherRunner>> asked = teachers.entrySet().stream()
                .filter(entry -> forms.containsKey(entry.getKey().form()))
                .toList();
        workers.forEach(asked, each -> {
            Formed formed = formed(each.getKey().form());
            shown.put(each.getKey(), each.getValue().show(formed.batch, formed.images));
        });
    }

    Batch batch() {
        return batch;
    }

    private Formed formed(BatchForm form) {
        return Objects.requireNonNull(forms.get(form), form::toString);
    }

    /** A student's own view of the batch in a form, to be closed. */
    BatchView view(BatchForm form) {
        Formed formed = formed(form);
        return BatchView.of(formed.batch, formed.images);
    }

    /** What a student's teachers put out for a form, as far as it reads them, in its own view. */
    Map<String, Activations<TeacherTap>> shown(StudentTrainer trainer, BatchForm form, BatchView own) {
        Map<String, Activations<TeacherTap>> sources = new LinkedHashMap<>();
        TeacherPlace.of(trainer.distillation(), form).forEach((source, place) -> {
            Activations<TeacherTap> all = shown.get(place);
            List<TeacherOutput> read = trainer.reading().outputs(source, form);
            if (all != null && !read.isEmpty()) {
                sources.put(source, own.view(source, all, read));
            }
        });
        return sources;
    }
}
