package dev.understudy.cli.run;

import dev.understudy.Distillation;
import dev.understudy.Student;
import dev.understudy.Teacher;
import dev.understudy.cli.option.RecipeArgument;
import dev.understudy.cli.option.TrainingOptions;
import dev.understudy.recipe.Task;
import dev.understudy.recipes.ImageData;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The teachers of a comparison, by the names of their networks. */
final class ComparisonTeachers implements AutoCloseable {

    private final Task task;
    private final Map<String, TeacherStore.Hired> teachers = new LinkedHashMap<>();
    private @Nullable MoreTeachers more;

    private ComparisonTeachers(Task task) {
        this.task = task;
    }

    /** Loads or trains the teachers that some recipes want. */
    static ComparisonTeachers of(
            List<RecipeArgument> words, ImageData data, TrainingOptions options, RunLog journal, Task task)
            throws IOException {
        ComparisonTeachers all = new ComparisonTeachers(task);
        try {
            for (RecipeArgument word : words) {
                Student network = word.recipe().teacher(task);
                if (network != null && !all.teachers.containsKey(network.name())) {
                    all.teachers.put(network.name(), new TeacherStore(data, options, journal).hire(network, task));
                }
            }
            all.more = MoreTeachers.of(words, data, options, journal, task);
            return all;
        } catch (IOException | RuntimeException e) {
            all.close();
            throw e;
        }
    }

    private TeacherStore.@Nullable Hired stored(RecipeArgument word) {
        Student network = word.recipe().teacher(task);
        return network == null ? null : teachers.get(network.name());
    }

    /** The teacher of a recipe; null where it has none. */
    @Nullable
    Teacher of(RecipeArgument word) {
        TeacherStore.Hired stored = stored(word);
        return stored == null ? null : stored.teacher();
    }

    /** Identifies how a recipe's teacher came to be. */
    String key(RecipeArgument word) {
        TeacherStore.Hired stored = stored(word);
        return stored == null ? "none" : stored.key();
    }

    Distillation distillation(RecipeArgument word, TrainingOptions options) {
        return word.distillation(task, Objects.requireNonNull(more).with(of(word), word), options);
    }

    /** The keys of all, in the order of the recipes. */
    List<String> keys() {
        return teachers.values().stream().map(TeacherStore.Hired::key).toList();
    }

    List<Teacher> all() {
        return teachers.values().stream().map(TeacherStore.Hired::teacher).toList();
    }

    @Override
    public void close() {
        new ArrayList<>(teachers.values()).forEach(TeacherStore.Hired::close);
        teachers.clear();
        if (more != null) {
            more.close();
        }
    }
}
