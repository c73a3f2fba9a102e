package dev.understudy.cli.run;

import ai.djl.ndarray.NDManager;
import dev.understudy.Distillation;
import dev.understudy.Student;
import dev.understudy.Teacher;
import dev.understudy.cli.option.RecipeArgument;
import dev.understudy.cli.option.TrainingOptions;
import dev.understudy.measure.Evaluation;
import dev.understudy.measure.Predictions;
import dev.understudy.recipe.Task;
import dev.understudy.recipes.ImageData;
import dev.understudy.result.ClassificationMetrics;
import dev.understudy.result.TeacherResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The teachers of a comparison, by the names of their networks. */
final class ComparisonTeachers implements AutoCloseable {

    /**
     * A teacher at work.
     *
     * @param hired the teacher
     * @param answers what it answers to the test images
     * @param result how good it is
     */
    record Working(TeacherStore.Hired hired, Predictions answers, TeacherResult result) {}

    private final Task task;
    private final Map<String, Working> working = new LinkedHashMap<>();
    private @Nullable MoreTeachers more;

    private ComparisonTeachers(Task task) {
        this.task = task;
    }

    /** Loads or trains the teachers that some recipes want. */
    static ComparisonTeachers of(
            List<RecipeArgument> words, ImageData data, TrainingOptions options, RunLog journal, Task task)
            throws IOException {
        ComparisonTeachers staff = new ComparisonTeachers(task);
        try {
            for (RecipeArgument word : words) {
                Student network = word.recipe().teacher(task);
                if (network != null && !staff.working.containsKey(network.name())) {
                    TeacherStore.Hired hired = new TeacherStore(data, options, journal).hire(network, task);
                    staff.working.put(network.name(), measured(hired, data, options));
                }
            }
            staff.more = MoreTeachers.of(words, data, options, journal, task);
            return staff;
        } catch (IOException | RuntimeException e) {
            staff.close();
            throw e;
        }
    }

    private static Working measured(TeacherStore.Hired hired, ImageData data, TrainingOptions options)
            throws IOException {
        Teacher teacher = hired.teacher();
        try (NDManager manager = NDManager.newBaseManager(options.device())) {
            Predictions answers = Evaluation.answers(teacher, data.test(), manager);
            ClassificationMetrics quality =
                    answers.quality(data.splits().test().classNames().size(), null);
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
    Working of(RecipeArgument word) {
        Student network = word.recipe().teacher(task);
        return network == null ? null : working.get(network.name());
    }

    /** Identifies how a recipe's teacher came to be. */
    String key(RecipeArgument word) {
        Working teacher = of(word);
        return teacher == null ? "none" : teacher.hired.key();
    }

    Distillation distillation(RecipeArgument word, TrainingOptions options) {
        Working teacher = of(word);
        return word.distillation(
                task,
                Objects.requireNonNull(more).with(teacher == null ? null : teacher.hired.teacher(), word),
                options);
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
        if (more != null) {
            more.close();
        }
    }
}
