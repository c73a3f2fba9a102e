package dev.understudy.internal.context;

import dev.understudy.Needs;
import dev.understudy.Stage;
import dev.understudy.internal.network.ShapeProbe;
import dev.understudy.internal.teacher.TeacherOutput;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a student reads in one stage, and in which forms it sees the batches: worked out once, before any step. */
public final class StageReading {

    private final Needs needs;
    private final BatchForm form;
    private final Map<BatchForm, Map<String, List<TeacherOutput>>> outputs = new LinkedHashMap<>();

    /**
     * Of a stage.
     *
     * @param stage the stage
     * @param shapes those of the student and its sources
     */
    public StageReading(Stage stage, ShapeProbe shapes) {
        needs = stage.needs();
        form = BatchForm.of(stage.getTransform(), shapes::getClasses);
        add(form, needs, shapes);
        needs.getViews().forEach((name, read) -> add(form.in(name), read, shapes));
    }

    private void add(BatchForm seen, Needs read, ShapeProbe shapes) {
        Map<String, List<TeacherOutput>> sources = new LinkedHashMap<>();
        read.getSources().forEach(source -> sources.put(source, TeacherOutput.of(source, read, shapes)));
        outputs.put(seen, sources);
    }

    /** What its objectives read together. */
    public Needs needs() {
        return needs;
    }

    /** In which form the student sees the batch itself. */
    public BatchForm form() {
        return form;
    }

    /** All forms that it sees, the batch itself first. */
    public List<BatchForm> forms() {
        return List.copyOf(outputs.keySet());
    }

    /** The views that are read beside the batch itself. */
    public Set<String> views() {
        return needs.getViews().keySet();
    }

    /**
     * What it reads of a source.
     *
     * @param source its name
     * @param seen for which form of the batch
     * @return none where it does not see the form, or reads nothing of the source
     */
    public List<TeacherOutput> outputs(String source, BatchForm seen) {
        return outputs.getOrDefault(seen, Map.of()).getOrDefault(source, List.of());
    }
}
