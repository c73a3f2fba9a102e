package dev.understudy.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import dev.understudy.Activations;
import dev.understudy.Needs;
import dev.understudy.Teacher;
import dev.understudy.TeacherTap;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What the teacher puts out for the batches of a stage, wherever it comes from. */
interface Outputs extends AutoCloseable {

    /** No teacher is needed. */
    Outputs NONE = (batch, data) -> new Activations<>("teacher", Map.of(), null);

    /** The teacher is run for each batch. */
    static Outputs live(Teacher.View teacher) {
        return new Outputs() {
            @Override
            public Activations<TeacherTap> of(Batch batch, NDList data) {
                return teacher.show(batch.getData());
            }

            @Override
            public void close() {
                teacher.close();
            }
        };
    }

    /** The teacher is run for each batch, where there is one and it is needed. */
    static Outputs of(@Nullable Teacher teacher, Needs needs, NDManager manager) {
        return teacher == null || !needs.teacher()
                ? NONE
                : live(teacher.watch(manager, needs.teacherTaps(), needs.teacherLogits()));
    }

    /** The teacher is run for each shard, on its device. */
    static Outputs live(List<Teacher.View> teachers, Collection<Output> outputs) {
        return new Outputs() {
            @Override
            public Activations<TeacherTap> of(Batch batch, NDList data) {
                List<Activations<TeacherTap>> shown = IntStream.range(0, data.size())
                        .mapToObj(i -> teachers.get(i).show(new NDList(data.get(i))))
                        .toList();
                Map<Output, NDArray> whole = new LinkedHashMap<>();
                for (Output output : outputs) {
                    List<NDList> parts =
                            shown.stream().map(output::from).map(NDList::new).toList();
                    whole.put(output, Shards.gather(parts).singletonOrThrow());
                }
                return Output.together(whole);
            }

            @Override
            public void close() {
                teachers.forEach(Teacher.View::close);
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
     * @param data its data in the best order, or its shards
     * @return the outputs for the whole batch, on the first device, freed with the batch, without gradients
     */
    Activations<TeacherTap> of(Batch batch, NDList data);

    @Override
    default void close() {}
}
