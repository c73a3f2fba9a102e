package dev.understudy.internal.context;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.dataset.Batch;
import dev.understudy.Activations;
import dev.understudy.AuxiliaryModules;
import dev.understudy.InputException;
import dev.understudy.StepContext;
import dev.understudy.StudentTap;
import dev.understudy.TeacherTap;
import dev.understudy.TrainingProgress;
import java.util.List;

/**
 * A batch on its way to one student's objectives: all that is known of it before the student has seen it.
 *
 * @param data the images in the best order, or their shards on several devices
 * @param labels their classes {@code [batch]}
 * @param indices their positions in the training set; empty where they are not known
 * @param teacher what the teacher put out for it
 * @param progress where in the stage it is
 */
public record StepData(
        NDList data, NDArray labels, List<?> indices, Activations<TeacherTap> teacher, TrainingProgress progress) {

    /**
     * From a batch as it was read.
     *
     * @param batch the batch
     * @param data its images in the best order, or their shards
     * @param teacher what the teacher put out for it
     * @param progress where in the stage it is
     * @return the data
     */
    public static StepData of(Batch batch, NDList data, Activations<TeacherTap> teacher, TrainingProgress progress) {
        List<?> indices = batch.getIndices() == null ? List.of() : batch.getIndices();
        return new StepData(data, batch.getLabels().singletonOrThrow(), indices, teacher, progress);
    }

    /**
     * What the objectives see.
     *
     * @param student what the student put out
     * @param modules the stage's auxiliary modules
     * @return the context
     */
    public StepContext context(Activations<StudentTap> student, AuxiliaryModules modules) {
        StepContext context =
                StepContext.of(student, teacher, labels).progress(progress).modules(modules);
        return indices.isEmpty() ? context : context.indices(this::positions);
    }

    private NDArray positions() {
        long[] positions = indices.stream().mapToLong(StepData::position).toArray();
        return labels.getManager().create(positions);
    }

    private static long position(Object index) {
        if (index instanceof Number number) {
            return number.longValue();
        }
        throw new InputException(
                "An objective reads the samples' indices, but the training set has a sample numbered \"" + index
                        + "\"; wanted are whole numbers from 0");
    }
}
