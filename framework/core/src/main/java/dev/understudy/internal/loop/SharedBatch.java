package dev.understudy.internal.loop;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import ai.djl.training.dataset.Batch;
import dev.understudy.Activations;
import dev.understudy.TeacherTap;
import dev.understudy.internal.network.MemoryFormat;
import dev.understudy.internal.network.Shards;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What all students see of a batch: the images in the best order, in shards where there are several devices, and what
 * each teacher put out for them.
 */
final class SharedBatch {

    private final Batch batch;
    private final NDList data;
    private final Map<TeacherRunner, Activations<TeacherTap>> shown = new ConcurrentHashMap<>();
    private final Function<StudentTrainer, Map<String, TeacherRunner>> teachers;

    SharedBatch(Batch batch, List<Device> devices, Function<StudentTrainer, Map<String, TeacherRunner>> teachers) {
        this.batch = batch;
        this.data = Shards.scatter(MemoryFormat.best(batch.getData().singletonOrThrow()), devices);
        this.teachers = teachers;
    }

    /** Shows the batch to each teacher, to several at once where there are workers for them. */
    void show(Collection<TeacherRunner> lecterns, Workers workers) {
        workers.forEach(List.copyOf(lecterns), each -> shown.put(each, each.show(batch, data)));
    }

    Batch batch() {
        return batch;
    }

    /** A student's own view, to be closed. */
    BatchView material() {
        return BatchView.of(batch, data);
    }

    /** What a student's teachers put out, as far as it reads them, in its own view. */
    Map<String, Activations<TeacherTap>> shown(StudentTrainer pupil, BatchView material) {
        Map<String, Activations<TeacherTap>> own = new LinkedHashMap<>();
        teachers.apply(pupil).forEach((source, teacher) -> {
            Activations<TeacherTap> all = shown.get(teacher);
            if (all != null && !pupil.reads(source).isEmpty()) {
                own.put(source, material.view(source, all, pupil.reads(source)));
            }
        });
        return own;
    }
}
