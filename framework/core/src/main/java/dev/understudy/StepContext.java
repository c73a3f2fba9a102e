package dev.understudy;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * One batch as an objective sees it.
 *
 * @param student what the student put out, with gradients
 * @param teacher what the teacher put out, without gradients
 * @param labels the true classes, {@code [batch]}, whole numbers
 * @param indices the samples' positions in the training set, as the data set numbers them; empty where it does not
 * @param progress where in the stage the training stands
 * @param modules the trainable auxiliary modules that the stage's objectives asked for
 */
public record StepContext(
        Activations<StudentTap> student,
        Activations<TeacherTap> teacher,
        NDArray labels,
        List<?> indices,
        TrainingProgress progress,
        AuxiliaryModules modules) {

    /** Checks the labels' rank and keeps the indices. */
    public StepContext {
        indices = List.copyOf(indices);
    }
}
