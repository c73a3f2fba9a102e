package dev.understudy.internal.loop;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import dev.understudy.Activations;
import dev.understudy.Distillation;
import dev.understudy.Teacher;
import dev.understudy.TeacherTap;
import dev.understudy.internal.cache.CachedOutputs;
import dev.understudy.internal.cache.OutputStore;
import dev.understudy.internal.data.EngineLocks;
import dev.understudy.internal.data.RandomUse;
import dev.understudy.internal.teacher.TeacherOutput;
import dev.understudy.internal.teacher.TeacherOutputs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Where one teacher stands before all its students: it is shown each batch once, and run as far as any of them reads. */
final class TeacherRunner implements AutoCloseable {

    private final Teacher teacher;
    private final List<NDManager> managers;
    private final @Nullable OutputStore kept;
    private Set<TeacherOutput> reads = Set.of();
    private TeacherOutputs outputs = TeacherOutputs.NONE;
    private boolean quiet;

    private TeacherRunner(Teacher teacher, List<NDManager> managers, @Nullable OutputStore kept) {
        this.teacher = teacher;
        this.managers = managers;
        this.kept = kept;
    }

    /**
     * A teacher with all its students of a pass.
     *
     * @param readings what each of them reads, stage by stage
     * @param shared what it shares with the other teachers of the pass
     * @param managers one on each device
     */
    static TeacherRunner of(
            Teacher teacher,
            Distillation.@Nullable Keeping keeping,
            List<List<OutputStore.Slot>> readings,
            OutputStore.Shared shared,
            List<NDManager> managers)
            throws IOException {
        return new TeacherRunner(teacher, managers, OutputStore.of(teacher, keeping, readings, shared));
    }

    /**
     * Makes ready for an epoch.
     *
     * @param epoch its number over all stages, from 0
     * @param wanted what the students who take part read
     * @param shown is told of what the teacher is shown before the epoch
     */
    void begin(int epoch, Collection<TeacherOutput> wanted, LongConsumer shown) {
        Set<TeacherOutput> now = new LinkedHashSet<>(wanted);
        if (!now.equals(reads)) {
            outputs.close();
            outputs = TeacherOutputs.NONE;
            quiet = false;
            reads = now;
            outputs = outputs(now);
        }
        outputs.begin(epoch, shown);
    }

    private TeacherOutputs outputs(Set<TeacherOutput> now) {
        if (now.isEmpty()) {
            return TeacherOutputs.NONE;
        }
        if (kept != null) {
            return new CachedOutputs(kept, List.copyOf(now));
        }
        List<Teacher.View> views = managers.stream()
                .map(manager -> teacher.open(manager, TeacherOutput.taps(now), TeacherOutput.logits(now)))
                .toList();
        return views.size() == 1 ? TeacherOutputs.live(views.get(0)) : TeacherOutputs.live(views, now);
    }

    /** Whether it is known to draw no random numbers, so that it may be shown a batch beside others. */
    boolean isQuiet() {
        return quiet;
    }

    /** Whether it may be shown a batch while students learn: it is quiet, and never waits for their turn to end. */
    boolean mayGoAhead() {
        return quiet && outputs.isLive();
    }

    Activations<TeacherTap> show(Batch batch, NDList data) {
        return outputs.of(batch, data);
    }

    /**
     * Shows it a batch alone, and looks whether it draws random numbers. One that does is shown each batch so, and what it
     * draws follows from the batch.
     *
     * @param seed of what it draws
     */
    Activations<TeacherTap> showAlone(Batch batch, NDList data, RandomUse randomness, long seed) {
        return EngineLocks.take(() -> {
            List<Activations<TeacherTap>> shown = new ArrayList<>();
            quiet = !randomness.isUsedBy(seed, () -> shown.add(outputs.of(batch, data)));
            return shown.get(0);
        });
    }

    @Override
    public void close() {
        outputs.close();
    }
}
