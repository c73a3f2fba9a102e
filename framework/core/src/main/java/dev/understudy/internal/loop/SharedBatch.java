package dev.understudy.internal.loop;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import ai.djl.training.dataset.Batch;
import dev.understudy.Activations;
import dev.understudy.TeacherTap;
import dev.understudy.internal.network.MemoryFormat;
import dev.understudy.internal.network.Shards;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What all students see of a batch: the images in the best order, in shards where there are several devices, and what
 * each teacher put out for them.
 */
final class SharedBatch {

    private static final Activations<TeacherTap> NOTHING = new Activations<>("teacher", Map.of(), null);

    private final Batch batch;
    private final NDList data;
    private final Map<TeacherRunner, Activations<TeacherTap>> shown = new ConcurrentHashMap<>();
    private final Function<StudentTrainer, @Nullable TeacherRunner> lectern;

    SharedBatch(Batch batch, List<Device> devices, Function<StudentTrainer, @Nullable TeacherRunner> lectern) {
        this.batch = batch;
        this.data = Shards.scatter(MemoryFormat.best(batch.getData().singletonOrThrow()), devices);
        this.lectern = lectern;
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

    /** What a student's teacher put out, in the student's own view. */
    Activations<TeacherTap> shown(StudentTrainer pupil, BatchView material) {
        TeacherRunner teacher = lectern.apply(pupil);
        return teacher == null ? NOTHING : material.view(shown.getOrDefault(teacher, NOTHING), pupil.reads());
    }
}
