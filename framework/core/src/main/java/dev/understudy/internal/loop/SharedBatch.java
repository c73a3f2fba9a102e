package dev.understudy.internal.loop;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import ai.djl.training.dataset.Batch;
import dev.understudy.Activations;
import dev.understudy.TeacherTap;
import dev.understudy.internal.context.BatchForm;
import dev.understudy.internal.context.StepBatch;
import dev.understudy.internal.data.RandomUse;
import dev.understudy.internal.network.MemoryFormat;
import dev.understudy.internal.network.Shards;
import dev.understudy.internal.teacher.TeacherOutput;
import dev.understudy.internal.workers.Workers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all students see of a batch, in each form that one of them reads: the images in one order, in shards where
 * there are several devices, and what each teacher put out for them.
 */
final class SharedBatch implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(SharedBatch.class);

    /** A batch in one form. */
    private record Formed(Batch batch, NDList images) {}

    private final StepBatch read;
    private final Map<BatchForm, Formed> forms = new LinkedHashMap<>();
    private final Map<TeacherPlace, Activations<TeacherTap>> shown = new ConcurrentHashMap<>();

    SharedBatch(StepBatch read, Collection<BatchForm> wanted, MemoryFormat.Order order, List<Device> devices) {
        this.read = read;
        for (BatchForm form : wanted) {
            Batch formed = read.in(form);
            NDList images = Shards.scatter(order.of(formed.getData().singletonOrThrow()), devices);
            forms.put(form, new Formed(formed, images));
        }
    }

    /** Shows the batch to each teacher that has not seen it, to several at once where there are workers for them. */
    void show(Map<TeacherPlace, TeacherRunner> teachers, Workers workers, RandomUse randomness) {
        List<TeacherPlace> quiet = new ArrayList<>();
        for (TeacherPlace place : unseenBy(teachers)) {
            TeacherRunner runner = runner(teachers, place);
            if (runner.isQuiet()) {
                quiet.add(place);
            } else {
                Formed formed = formed(place.form());
                shown.put(place, runner.showAlone(formed.batch, formed.images, randomness, read.seed()));
            }
        }
        workers.forEach(quiet, place -> show(place, runner(teachers, place)));
    }

    /**
     * What can be shown before their turn: outputs that are kept are read here, other teachers see the batches while students
     * learn from those before. What fails is done again in its turn, and fails then.
     *
     * @param batches in order
     * @return for each teacher that may be, what shows it one batch after the other
     */
    static Map<TeacherPlace, List<Runnable>> ahead(
            List<SharedBatch> batches, Map<TeacherPlace, TeacherRunner> teachers) {
        Map<TeacherPlace, List<Runnable>> works = new LinkedHashMap<>();
        for (SharedBatch batch : batches) {
            for (TeacherPlace place : batch.unseenBy(teachers)) {
                TeacherRunner runner = runner(teachers, place);
                if (runner.mayGoAhead()) {
                    works.computeIfAbsent(place, key -> new ArrayList<>()).add(() -> batch.showOrLeave(place, runner));
                } else if (runner.isQuiet()) {
                    batch.showOrLeave(place, runner);
                }
            }
        }
        return works;
    }

    private void showOrLeave(TeacherPlace place, TeacherRunner runner) {
        try {
            show(place, runner);
        } catch (RuntimeException e) {
            LOGGER.debug("A teacher failed before its turn", e);
        }
    }

    private void show(TeacherPlace place, TeacherRunner runner) {
        Formed formed = formed(place.form());
        shown.put(place, runner.show(formed.batch, formed.images));
    }

    private List<TeacherPlace> unseenBy(Map<TeacherPlace, TeacherRunner> teachers) {
        return teachers.keySet().stream()
                .filter(place -> forms.containsKey(place.form()) && !shown.containsKey(place))
                .toList();
    }

    private static TeacherRunner runner(Map<TeacherPlace, TeacherRunner> teachers, TeacherPlace place) {
        return Objects.requireNonNull(teachers.get(place));
    }

    Batch batch() {
        return read.batch();
    }

    /** How many bytes its images take, in all forms; where nobody learns from it, as it was read. */
    long size() {
        return forms.isEmpty()
                ? BatchWindow.bytes(batch().getData())
                : forms.values().stream()
                        .mapToLong(formed -> BatchWindow.bytes(formed.images))
                        .sum();
    }

    /** Whether each teacher that it is for has seen it. */
    boolean isShownTo(Map<TeacherPlace, TeacherRunner> teachers) {
        return unseenBy(teachers).isEmpty();
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

    @Override
    public void close() {
        read.close();
    }
}
