package dev.understudy.internal;

import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import dev.understudy.Activations;
import dev.understudy.Curriculum;
import dev.understudy.Distillation;
import dev.understudy.Teacher;
import dev.understudy.TeacherTap;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Where one teacher stands before all its students: it is shown each batch once, and run as far as any of them reads. */
final class Lectern implements AutoCloseable {

    private final Teacher teacher;
    private final NDManager manager;
    private final @Nullable OutputStore kept;
    private Set<Output> reads = Set.of();
    private Outputs outputs = Outputs.NONE;

    private Lectern(Teacher teacher, NDManager manager, @Nullable OutputStore kept) {
        this.teacher = teacher;
        this.manager = manager;
        this.kept = kept;
    }

    /**
     * A teacher with all its students of a pass.
     *
     * @param timetables what each of them reads, stage by stage
     */
    static Lectern of(
            Teacher teacher,
            Distillation.@Nullable Keeping keeping,
            List<List<OutputStore.Slot>> timetables,
            Curriculum curriculum,
            NDManager manager)
            throws IOException {
        return new Lectern(teacher, manager, OutputStore.of(teacher, keeping, timetables, curriculum, manager));
    }

    /**
     * Makes ready for an epoch.
     *
     * @param epoch its number over all stages, from 0
     * @param wanted what the students who take part read
     * @param shown is told of what the teacher is shown before the epoch
     */
    void begin(int epoch, Collection<Output> wanted, LongConsumer shown) {
        Set<Output> now = new LinkedHashSet<>(wanted);
        if (!now.equals(reads)) {
            outputs.close();
            outputs = Outputs.NONE;
            reads = now;
            outputs = now.isEmpty()
                    ? Outputs.NONE
                    : kept != null
                            ? new KeptOutputs(kept, List.copyOf(now))
                            : Outputs.live(teacher.watch(manager, Output.taps(now), Output.logits(now)));
        }
        outputs.begin(epoch, shown);
    }

    Activations<TeacherTap> show(Batch batch) {
        return outputs.of(batch);
    }

    @Override
    public void close() {
        outputs.close();
    }
}
