package dev.understudy.cli.teacher;

import dev.understudy.Distillation;
import dev.understudy.Student;
import dev.understudy.Teacher;
import dev.understudy.cli.option.RecipeArgument;
import dev.understudy.cli.option.TrainingOptions;
import dev.understudy.cli.run.RunLog;
import dev.understudy.recipe.Task;
import dev.understudy.recipes.ImageData;
import dev.understudy.source.Sources;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The teachers of some recipes, each loaded or trained once. */
public final class RecipeTeachers implements AutoCloseable {

    private final Task task;
    private final TrainingOptions options;
    private final Map<Key, ReadyTeacher> stored = new LinkedHashMap<>();

    private RecipeTeachers(Task task, TrainingOptions options) {
        this.task = task;
        this.options = options;
    }

    /**
     * A teacher.
     *
     * @param network the name of its network
     * @param seed tells two of one network apart
     * @param first whether it is the one that a recipe calls its teacher, in whose place a user may have one of their own
     */
    private record Key(String network, long seed, boolean first) {}

    /** Loads or trains the teachers that some recipes want, those that recipes call their teacher before the others. */
    public static RecipeTeachers of(
            List<RecipeArgument> arguments, ImageData data, TrainingOptions options, RunLog log, Task task)
            throws IOException {
        // What cannot be trained on these networks is refused before a teacher is trained for it.
        for (RecipeArgument argument : arguments) {
            argument.named(() -> argument.recipe().stages(task, argument.values()));
        }
        RecipeTeachers all = new RecipeTeachers(task, options);
        for (RecipeArgument argument : arguments) {
            if (options.mixing.isChosen()) {
                argument.named(() -> options.mixing.checked(argument.recipe().stages(task, argument.values())));
            }
        }
        try {
            for (boolean first : new boolean[] {true, false}) {
                for (RecipeArgument argument : arguments) {
                    for (Map.Entry<String, Key> entry : all.keys(argument).entrySet()) {
                        Key key = entry.getValue();
                        if (key.first == first && !all.stored.containsKey(key)) {
                            Student network = Objects.requireNonNull(
                                    all.networks(argument).get(entry.getKey()));
                            TeacherStore store = new TeacherStore(data, options, log, key.seed);
                            all.stored.put(key, first ? store.get(network, task) : store.train(network, task));
                        }
                    }
                }
            }
            return all;
        } catch (IOException | RuntimeException e) {
            all.close();
            throw e;
        }
    }

    private Map<String, Student> networks(RecipeArgument argument) {
        return argument.recipe().teachers(task);
    }

    /** Which teachers a recipe has, by name. Two of one network have seeds that follow each other. */
    private Map<String, Key> keys(RecipeArgument argument) {
        Map<String, Key> keys = new LinkedHashMap<>();
        Map<String, Long> seeds = new LinkedHashMap<>();
        networks(argument).forEach((name, network) -> {
            long seed = seeds.merge(network.name(), options.teacherSeed, (before, one) -> before + 1);
            boolean first = name.equals(Sources.TEACHER);
            keys.put(name, new Key(network.name(), first ? options.teacherSeed : seed, first));
        });
        return keys;
    }

    /** What a recipe calls its teacher; null where it has none. */
    public @Nullable ReadyTeacher of(RecipeArgument argument) {
        Key key = keys(argument).get(Sources.TEACHER);
        return key == null ? null : stored.get(key);
    }

    /** Identifies how a recipe's teacher came to be. */
    public String key(RecipeArgument argument) {
        ReadyTeacher teacher = of(argument);
        return teacher == null ? "none" : teacher.key();
    }

    /** A recipe with its teachers. */
    public Distillation distillation(RecipeArgument argument) {
        Map<String, Teacher> teachers = new LinkedHashMap<>();
        keys(argument)
                .forEach((name, key) -> teachers.put(
                        name, Objects.requireNonNull(stored.get(key)).teacher()));
        return argument.distillation(task, teachers, options);
    }

    /** Those that recipes call their teacher, in the order of the recipes. */
    public List<ReadyTeacher> all() {
        return stored.entrySet().stream()
                .filter(entry -> entry.getKey().first)
                .map(Map.Entry::getValue)
                .toList();
    }

    @Override
    public void close() {
        stored.values().forEach(ReadyTeacher::close);
        stored.clear();
    }
}
