package dev.understudy.internal.source;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import dev.understudy.Activations;
import dev.understudy.Needs;
import dev.understudy.Teacher;
import dev.understudy.TeacherTap;
import dev.understudy.internal.teacher.TeacherOutputs;
import dev.understudy.source.Sources;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the teachers of one student put out before anything is trained, for those who look at gradients then. */
public final class InitialSources implements AutoCloseable {

    private final Map<String, TeacherOutputs> outputs = new LinkedHashMap<>();

    private InitialSources() {}

    /**
     * Makes ready for the batches of a stage.
     *
     * @param sources those of the student
     * @param needs what the stage reads
     * @param manager its device is where teachers run
     * @return what each puts out, to be closed
     */
    public static InitialSources of(Sources sources, Needs needs, NDManager manager) {
        InitialSources initial = new InitialSources();
        for (String name : needs.getSources()) {
            Teacher teacher = sources.getTeachers().get(name);
            if (teacher != null) {
                initial.outputs.put(
                        name, TeacherOutputs.live(teacher.open(manager, needs.getTaps(name), needs.readsLogits(name))));
            }
        }
        return initial;
    }

    /**
     * Shows them a batch.
     *
     * @param batch the batch
     * @param data its data in the best order
     * @return what each put out, by name, freed with the batch
     */
    public Map<String, Activations<TeacherTap>> of(Batch batch, NDList data) {
        Map<String, Activations<TeacherTap>> shown = new LinkedHashMap<>();
        outputs.forEach((name, each) -> shown.put(name, each.of(batch, data)));
        return shown;
    }

    @Override
    public void close() {
        outputs.values().forEach(TeacherOutputs::close);
    }
}
