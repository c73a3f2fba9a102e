package dev.understudy.internal;

import ai.djl.ndarray.NDList;
import ai.djl.training.dataset.Batch;
import dev.understudy.Activations;
import dev.understudy.TeacherTap;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What all students see of a batch: the pictures in the best order, and what each teacher put out for them. */
final class Board {

    private static final Activations<TeacherTap> NOTHING = new Activations<>("teacher", Map.of(), null);

    private final Batch batch;
    private final NDList data;
    private final Map<Lectern, Activations<TeacherTap>> shown = new ConcurrentHashMap<>();
    private final Function<Pupil, @Nullable Lectern> lectern;

    private Board(Batch batch, NDList data, Function<Pupil, @Nullable Lectern> lectern) {
        this.batch = batch;
        this.data = data;
        this.lectern = lectern;
    }

    /** Shows a batch to each teacher, to several at once where there are workers for them. */
    static Board of(
            Batch batch, Collection<Lectern> lecterns, Function<Pupil, @Nullable Lectern> lectern, Workers workers) {
        Board board = new Board(batch, MemoryOrder.best(batch.getData()), lectern);
        workers.forEach(List.copyOf(lecterns), each -> board.shown.put(each, each.show(batch)));
        return board;
    }

    Batch batch() {
        return batch;
    }

    /** A student's own view, to be closed. */
    Material material() {
        return Material.of(batch, data);
    }

    /** What a student's teacher put out, in the student's own view. */
    Activations<TeacherTap> shown(Pupil pupil, Material material) {
        Lectern teacher = lectern.apply(pupil);
        return teacher == null ? NOTHING : material.view(shown.getOrDefault(teacher, NOTHING), pupil.reads());
    }
}
