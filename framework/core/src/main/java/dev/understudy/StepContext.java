package dev.understudy;

import ai.djl.ndarray.NDArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One batch as an objective sees it. Training makes it; a test of an objective makes its own, with as much in it as the
 * objective reads: each option returns a new context.
 */
public final class StepContext {

    private final Activations<StudentTap> student;
    private final Activations<TeacherTap> teacher;
    private final NDArray labels;
    private TrainingProgress progress = new TrainingProgress(0, 1, 0, 1);
    private AuxiliaryModules modules = AuxiliaryModules.NONE;
    private @Nullable Supplier<NDArray> indices;

    private StepContext(Activations<StudentTap> student, Activations<TeacherTap> teacher, NDArray labels) {
        this.student = student;
        this.teacher = teacher;
        this.labels = labels;
    }

    /**
     * A batch at a stage's first step, without anything else.
     *
     * @param student what the student put out, with gradients
     * @param teacher what the teacher put out, without gradients
     * @param labels the true classes, {@code [batch]}, whole numbers
     * @return the context
     */
    public static StepContext of(Activations<StudentTap> student, Activations<TeacherTap> teacher, NDArray labels) {
        return new StepContext(student, teacher, labels);
    }

    private StepContext copy() {
        StepContext copy = new StepContext(student, teacher, labels);
        copy.progress = progress;
        copy.modules = modules;
        copy.indices = indices;
        return copy;
    }

    /**
     * With where the training stands.
     *
     * @param where the progress
     * @return the context
     */
    public StepContext progress(TrainingProgress where) {
        StepContext copy = copy();
        copy.progress = where;
        return copy;
    }

    /**
     * With auxiliary modules.
     *
     * @param asked those that the objectives asked for
     * @return the context
     */
    public StepContext modules(AuxiliaryModules asked) {
        StepContext copy = copy();
        copy.modules = asked;
        return copy;
    }

    /**
     * With the samples' positions in the training set.
     *
     * @param positions {@code [batch]}, int64
     * @return the context
     */
    public StepContext indices(NDArray positions) {
        return indices(() -> positions);
    }

    /**
     * The same, made when somebody reads it.
     *
     * @param positions gives {@code [batch]}, int64
     * @return the context
     */
    public StepContext indices(Supplier<NDArray> positions) {
        StepContext copy = copy();
        copy.indices = positions;
        return copy;
    }

    /**
     * What the student put out.
     *
     * @return its activations, with gradients
     */
    public Activations<StudentTap> getStudent() {
        return student;
    }

    /**
     * What the teacher put out.
     *
     * @return its activations, without gradients
     */
    public Activations<TeacherTap> getTeacher() {
        return teacher;
    }

    /**
     * The true classes.
     *
     * @return {@code [batch]}, whole numbers
     */
    public NDArray getLabels() {
        return labels;
    }

    /**
     * The samples' positions in the training set, as the data set numbers them.
     *
     * @return {@code [batch]}, int64
     * @throws InputException where the data set does not number its samples
     */
    public NDArray getIndices() {
        if (indices == null) {
            throw new InputException("An objective reads the samples' indices, but the training set does not number its"
                    + " samples: its batches need Batch.getIndices(), whole numbers from 0");
        }
        return indices.get();
    }

    /**
     * Where in the stage the training stands.
     *
     * @return the progress
     */
    public TrainingProgress getProgress() {
        return progress;
    }

    /**
     * The auxiliary modules that the stage's objectives asked for.
     *
     * @return the modules, to be run by name
     */
    public AuxiliaryModules getModules() {
        return modules;
    }
}
