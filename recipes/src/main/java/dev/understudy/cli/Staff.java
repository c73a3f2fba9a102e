package dev.understudy.cli;

import ai.djl.ndarray.NDManager;
import dev.understudy.Answers;
import dev.understudy.Distillation;
import dev.understudy.Evaluation;
import dev.understudy.Student;
import dev.understudy.Task;
import dev.understudy.Teacher;
import dev.understudy.recipe.Material;
import dev.understudy.report.Quality;
import dev.understudy.report.TeacherResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The teachers of a comparison, by the names of their networks. */
final class Staff implements AutoCloseable {

    /**
     * A teacher at work.
     *
     * @param hired the teacher
     * @param answers what it answers to the test pictures
     * @param result how good it is
     */
    record Working(Teachers.Hired hired, Answers answers, TeacherResult result) {}

    private final Task task;
    private final Map<String, Working> working = new LinkedHashMap<>();

    private Staff(Task task) {
        this.task = task;
    }

    /** Loads or trains the teachers that some recipes want. */
    static Staff of(List<RecipeWord> words, Material data, TrainingOptions options, Journal journal, Task task)
            throws IOException {
        Staff staff = new Staff(task);
        try {
            for (RecipeWord word : words) {
                Student network = word.recipe().teacher(task);
                if (network != null && !staff.working.containsKey(network.name())) {
                    Teachers.Hired hired = new Teachers(data, options, journal).hire(network, task);
                    staff.working.put(network.name(), measured(hired, data, options));
                }
            }
            return staff;
        } catch (IOException | RuntimeException e) {
            staff.close();
            throw e;
        }
    }

    private static Working measured(Teachers.Hired hired, Material data, TrainingOptions options) throws IOException {
        Teacher teacher = hired.teacher();
        try (NDManager manager = NDManager.newBaseManager(options.device())) {
            Answers answers = Evaluation.answers(teacher, data.test(), manager);
            Quality quality = answers.quality(data.splits().test().classNames().size(), null);
            Double validation = data.splits().validation().size() == 0
                    ? null
                    : Evaluation.accuracy(teacher, data.validation(), manager);
            return new Working(
                    hired,
                    answers,
                    new TeacherResult(
                            teacher.getName(),
                            teacher.fingerprint(),
                            teacher.getParameterCount(),
                            quality,
                            validation));
        } catch (IOException | RuntimeException e) {
            hired.close();
            throw e;
        }
    }

    /** The teacher of a recipe; null where it has none. */
    @Nullable
    Working of(RecipeWord word) {
        Student network = word.recipe().teacher(task);
        return network == null ? null : working.get(network.name());
    }

    /** Identifies how a recipe's teacher came to be. */
    String key(RecipeWord word) {
        Working teacher = of(word);
        return teacher == null ? "none" : teacher.hired.key();
    }

    Distillation distillation(RecipeWord word, TrainingOptions options) {
        Working teacher = of(word);
        return word.distillation(task, teacher == null ? null : teacher.hired.teacher(), options);
    }

    List<Working> all() {
        return List.copyOf(working.values());
    }

    List<TeacherResult> results() {
        return working.values().stream().map(Working::result).toList();
    }

    @Override
    public void close() {
        new ArrayList<>(working.values()).forEach(each -> each.hired.close());
        working.clear();
    }
}
