package dev.understudy.internal;

import ai.djl.training.dataset.Batch;
import dev.understudy.Activations;
import dev.understudy.Teacher;
import dev.understudy.TeacherTap;
import java.util.Map;
import java.util.function.LongConsumer;

/** What the teacher puts out for the batches of a stage, wherever it comes from. */
interface Outputs extends AutoCloseable {

    /** No teacher is needed. */
    Outputs NONE = batch -> new Activations<>("teacher", Map.of(), null);

    /** The teacher is run for each batch. */
    static Outputs live(Teacher.View teacher) {
        return new Outputs() {
            @Override
            public Activations<TeacherTap> of(Batch batch) {
                return teacher.show(batch.getData());
            }

            @Override
            public void close() {
                teacher.close();
            }
        };
    }

    /**
     * Makes ready for an epoch.
     *
     * @param epoch its number over all stages, from 0
     * @param shown is told after each batch that the teacher is shown meanwhile, with the number of samples in all
     */
    default void begin(int epoch, LongConsumer shown) {}

    /**
     * The outputs for a batch of the epoch that was begun last.
     *
     * @param batch the batch
     * @return the outputs, attached to the batch's data's manager, without gradients
     */
    Activations<TeacherTap> of(Batch batch);

    @Override
    default void close() {}
}
