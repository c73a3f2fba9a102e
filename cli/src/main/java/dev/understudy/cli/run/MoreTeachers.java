package dev.understudy.cli.run;

import dev.understudy.Student;
import dev.understudy.Teacher;
import dev.understudy.cli.option.RecipeArgument;
import dev.understudy.cli.option.TrainingOptions;
import dev.understudy.recipe.Task;
import dev.understudy.recipes.ImageData;
import dev.understudy.source.Sources;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The teachers of some recipes beside the one that each of them may have: two of one network differ by their seeds. */
final class MoreTeachers implements AutoCloseable {

    /** A network trained with a seed. */
    private record Trained(String network, long seed) {}

    private final Task task;
    private final TrainingOptions options;
    private final Map<Trained, TeacherStore.Hired> hired = new LinkedHashMap<>();

    private MoreTeachers(Task task, TrainingOptions options) {
        this.task = task;
        this.options = options;
    }

    /** Loads or trains them. */
    static MoreTeachers of(
            List<RecipeArgument> words, ImageData data, TrainingOptions options, RunLog journal, Task task)
            throws IOException {
        MoreTeachers more = new MoreTeachers(task, options);
        try {
            for (RecipeArgument word : words) {
                for (Map.Entry<String, Trained> entry : more.of(word).entrySet()) {
                    Student network = word.recipe().teachers(task).get(entry.getKey());
                    Trained wanted = entry.getValue();
                    if (network != null && !more.hired.containsKey(wanted)) {
                        more.hired.put(
                                wanted, new TeacherStore(data, options, journal, wanted.seed).train(network, task));
                    }
                }
            }
            return more;
        } catch (IOException | RuntimeException e) {
            more.close();
            throw e;
        }
    }

    /** Those of a recipe by name, without the one that is the teacher. */
    private Map<String, Trained> of(RecipeArgument word) {
        Map<String, Trained> wanted = new LinkedHashMap<>();
        Map<String, Long> seeds = new LinkedHashMap<>();
        word.recipe().teachers(task).forEach((name, network) -> {
            long seed = seeds.merge(network.name(), options.teacherSeed, (before, first) -> before + 1);
            if (!name.equals(Sources.TEACHER)) {
                wanted.put(name, new Trained(network.name(), seed));
            }
        });
        return wanted;
    }

    /** All of a recipe's, with the one that is the teacher. */
    Map<String, Teacher> with(@Nullable Teacher teacher, RecipeArgument word) {
        Map<String, Teacher> all = new LinkedHashMap<>();
        if (teacher != null && word.recipe().teacher(task) != null) {
            all.put(Sources.TEACHER, teacher);
        }
        of(word).forEach((name, wanted) -> {
            TeacherStore.Hired found = hired.get(wanted);
            if (found != null) {
                all.put(name, found.teacher());
            }
        });
        return all;
    }

    @Override
    public void close() {
        hired.values().forEach(TeacherStore.Hired::close);
        hired.clear();
    }
}
