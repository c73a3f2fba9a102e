package dev.understudy.experiment;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Dataset;
import dev.understudy.Distillation;
import dev.understudy.Teacher;
import dev.understudy.measure.Evaluation;
import dev.understudy.measure.Predictions;
import dev.understudy.result.TeacherResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the teachers of an experiment answer to the test images, each looked at once. */
final class TeacherPredictions {

    private final int classes;
    private final Map<Key, Predictions> known = new LinkedHashMap<>();

    TeacherPredictions(int classes) {
        this.classes = classes;
    }

    /** A teacher before a test split. */
    private record Key(Teacher teacher, String test) {}

    /** What a distillation's teacher answers to a seed's own test split; null where the student learns alone. */
    @Nullable
    Predictions of(Distillation distillation, SeedData.Shown shown) throws IOException {
        Teacher teacher = distillation.getTeacher();
        return teacher == null ? null : of(teacher, shown, distillation.getDevice());
    }

    private Predictions of(Teacher teacher, SeedData.Shown shown, Device device) throws IOException {
        Key key = new Key(teacher, shown.testKey());
        Predictions predictions = known.get(key);
        if (predictions == null) {
            try (NDManager manager = NDManager.newBaseManager(device)) {
                predictions = Evaluation.answers(teacher, shown.test(), manager);
                known.put(key, predictions);
            }
        }
        return predictions;
    }

    /** How good each teacher is, in the order of the distillations. */
    List<TeacherResult> results(List<ExperimentEntry> entries, SeedData.Shown shown) throws IOException {
        Set<Teacher> seen = new LinkedHashSet<>();
        List<TeacherResult> results = new ArrayList<>();
        for (ExperimentEntry entry : entries) {
            Teacher teacher = entry.getDistillation().getTeacher();
            if (teacher != null && seen.add(teacher)) {
                Device device = entry.getDistillation().getDevice();
                results.add(new TeacherResult(
                        teacher.getName(),
                        teacher.fingerprint(),
                        teacher.getParameterCount(),
                        of(teacher, shown, device).quality(classes, null),
                        validation(teacher, shown, device)));
            }
        }
        return results;
    }

    private static @Nullable Double validation(Teacher teacher, SeedData.Shown shown, Device device)
            throws IOException {
        Dataset validation = shown.trainingData().getValidation();
        if (validation == null) {
            return null;
        }
        try (NDManager manager = NDManager.newBaseManager(device)) {
            return Evaluation.accuracy(teacher, validation, manager);
        }
    }
}
