package dev.understudy.internal.teacher;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.dataset.Batch;
import dev.understudy.Activations;
import dev.understudy.Teacher;
import dev.understudy.TeacherTap;
import dev.understudy.internal.network.Shards;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;

/** What the teacher puts out for the batches of a stage, wherever it comes from. */
public interface TeacherOutputs extends AutoCloseable {

    /** No teacher is needed. */
    TeacherOutputs NONE = (batch, data) -> new Activations<>("teacher", Map.of(), null);

    /** The teacher is run for each batch. */
    static TeacherOutputs live(Teacher.View teacher) {
        return new TeacherOutputs() {
            @Override
            public Activations<TeacherTap> of(Batch batch, NDList data) {
                return teacher.forward(batch.getData());
            }

            @Override
            public boolean isLive() {
                return true;
            }

            @Override
            public void close() {
                teacher.close();
            }
        };
    }

    /** The teacher is run for each shard, on its device. */
    static TeacherOutputs live(List<Teacher.View> teachers, Collection<TeacherOutput> outputs) {
        return new TeacherOutputs() {
            @Override
            public Activations<TeacherTap> of(Batch batch, NDList data) {
                List<Activations<TeacherTap>> shown = IntStream.range(0, data.size())
                        .mapToObj(i -> teachers.get(i).forward(new NDList(data.get(i))))
                        .toList();
                Map<TeacherOutput, NDArray> whole = new LinkedHashMap<>();
                for (TeacherOutput output : outputs) {
                    List<NDList> parts =
                            shown.stream().map(output::from).map(NDList::new).toList();
                    whole.put(output, Shards.gather(parts).singletonOrThrow());
                }
                return TeacherOutput.together("teacher", whole);
            }

            @Override
            public boolean isLive() {
                return true;
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

    /** Whether a teacher is run and nothing else: no file is read, and nobody waits for a turn with the engine. */
    default boolean isLive() {
        return false;
    }

    @Override
    default void close() {}
}
