package dev.understudy.internal.cache;

import ai.djl.Model;
import ai.djl.ndarray.NDManager;
import dev.understudy.Distillation;
import dev.understudy.InputException;
import dev.understudy.Teacher;
import dev.understudy.TrainingData;
import dev.understudy.internal.context.BatchForm;
import dev.understudy.internal.context.StageReading;
import dev.understudy.internal.loop.InitialStudent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What some distillations read of their teachers, stage by stage, without training any. */
public final class TeacherReadings {

    private TeacherReadings() {}

    /** A teacher, and where its outputs are kept. */
    private record Kept(Teacher teacher, Distillation.Keeping keeping) {}

    /**
     * What they keep of each of their teachers.
     *
     * @param distillations all with a folder for what is kept
     * @param manager holds what lives as long as what is kept is computed
     * @return one for each teacher that something is read of
     * @throws InputException when a distillation keeps nothing, or taps, shapes and objectives do not fit
     */
    public static List<OutputStore> of(List<Distillation> distillations, TrainingData trainingData, NDManager manager)
            throws IOException {
        Map<Kept, List<List<OutputStore.Slot>>> readings = new LinkedHashMap<>();
        for (Distillation distillation : distillations) {
            add(distillation, trainingData, readings);
        }
        OutputStore.Shared shared = OutputStore.Shared.of(trainingData, manager);
        List<OutputStore> stores = new ArrayList<>();
        for (Map.Entry<Kept, List<List<OutputStore.Slot>>> entry : readings.entrySet()) {
            Kept kept = entry.getKey();
            stores.add(OutputStore.wanted(kept.teacher, kept.keeping, entry.getValue(), shared));
        }
        return stores;
    }

    private static void add(
            Distillation distillation, TrainingData trainingData, Map<Kept, List<List<OutputStore.Slot>>> readings) {
        Distillation.Keeping keeping = distillation.getKeeping();
        if (keeping == null) {
            throw new InputException("A distillation of the student \""
                    + distillation.getStudent().name()
                    + "\" does not say where its teachers' outputs are kept, see Distillation.keeping");
        }
        try (Model model = Model.newInstance(distillation.getStudent().name(), distillation.getDevice())) {
            InitialStudent student = InitialStudent.of(model, distillation, trainingData);
            List<StageReading> stages = distillation.getStages().stream()
                    .map(stage -> new StageReading(stage, student.shapes()))
                    .toList();
            distillation.getSources().getTeachers().forEach((source, teacher) -> {
                List<OutputStore.Slot> slots = new ArrayList<>();
                for (int i = 0; i < stages.size(); i++) {
                    int epochs = distillation.getStages().get(i).getEpochs();
                    slots.add(new OutputStore.Slot(epochs, stages.get(i).outputs(source, BatchForm.PLAIN)));
                }
                if (slots.stream().anyMatch(slot -> !slot.outputs().isEmpty())) {
                    readings.computeIfAbsent(new Kept(teacher, keeping), key -> new ArrayList<>())
                            .add(slots);
                }
            });
        }
    }
}
