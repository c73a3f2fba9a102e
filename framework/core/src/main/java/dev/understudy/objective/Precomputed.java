package dev.understudy.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.understudy.Needs;
import dev.understudy.StepContext;

/**
 * Something of the teacher over the whole training set that an objective needs to know before a stage begins: class
 * centres, costs between classes. An objective names it in its needs ({@link Needs#with(Precomputed)}) and reads it by
 * {@link StepContext#getPrecomputed}. It is computed once, from the training set in its given order and as it is, not
 * augmented ({@link dev.understudy.TrainingData#inOrder}), for all students of a group that name the same; a training
 * that goes on from a checkpoint computes it again, on a processor to the same bits. A record, so that two of the same are equal.
 */
public interface Precomputed {

    /**
     * Its name, unique among all objectives of a distillation; those that are to share one give equal ones.
     *
     * @return such as {@code class centres of conv8}
     */
    String name();

    /**
     * What it reads of the teacher: taps and logits.
     *
     * @return needs that name nothing of the student
     */
    Needs needs();

    /**
     * Begins a pass over the training set.
     *
     * @param manager owns what outlives a batch
     * @param classes how many classes there are
     * @return takes the batches one after the other
     */
    Fold begin(NDManager manager, long classes);

    /** What is gathered from the batches seen so far. */
    interface Fold {

        /**
         * Takes the next batch. Nothing is differentiated.
         *
         * @param batch what the teacher put out, the labels, indices and images; nothing of a student. Its arrays are
         *     freed afterwards
         */
        void add(StepContext batch);

        /**
         * What came of all batches.
         *
         * @return the array that objectives read, owned by the manager that the pass was begun with
         */
        NDArray result();
    }
}
