package dev.understudy.recipe;

import dev.understudy.Distillation;
import dev.understudy.InputException;
import dev.understudy.Stage;
import dev.understudy.Student;
import dev.understudy.Teacher;
import dev.understudy.source.Sources;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A way to train a student, complete: which networks, which objectives, in which stages. It is a description; nothing in
 * it is live, so that it trains again for the next seed. A class that implements it and has a public constructor without
 * parameters can be trained from the command line, by its class name or, listed as a {@link RecipeBook}, by its name.
 */
public interface Recipe extends RecipeBook {

    /**
     * Its name on the command line and in reports.
     *
     * @return lower case, words joined by {@code -}
     */
    String name();

    /**
     * What it does.
     *
     * @return one line
     */
    String description();

    /**
     * The network that learns.
     *
     * @param task for what
     * @return the student
     */
    Student student(Task task);

    /**
     * The network that teaches.
     *
     * @param task for what
     * @return the teacher's network, before its own training; null where the student learns alone
     */
    default @Nullable Student teacher(Task task) {
        return null;
    }

    /**
     * All networks that teach, where there are several. Two of one network are trained with different seeds.
     *
     * @param task for what
     * @return by the names that objectives read them by; by default the one that {@link #teacher} gives, named {@value
     *     dev.understudy.source.Sources#TEACHER}
     */
    default Map<String, Student> teachers(Task task) {
        Student teacher = teacher(task);
        return teacher == null ? Map.of() : Map.of(Sources.TEACHER, teacher);
    }

    /**
     * Whether it can be tried on another pair of networks than its own. A recipe that can asks the task for its networks
     * and their layers ({@link Task#networks}); one that cannot is refused where a pair is given.
     *
     * @return by default false
     */
    default boolean takesNetworks() {
        return false;
    }

    /**
     * What the student learns from beside teachers, such as a running average of its weights.
     *
     * @param task for what
     * @param values what the user chose of its options
     * @return by default no sources
     */
    default Sources sources(Task task, OptionValues values) {
        return Sources.none();
    }

    /**
     * What a user may choose of it, beside how many epochs and the learning rate, which every recipe has ({@link
     * CommonOptions}).
     *
     * @return its own options, in the order in which they are listed; no two of one name
     */
    default List<RecipeOption<?>> options() {
        return List.of();
    }

    /**
     * Where nothing is chosen: what {@link #stages} is given, to be changed by what a user chooses.
     *
     * @return a value for each option
     * @throws InputException when it declares two options of one name
     */
    default OptionValues defaults() {
        return OptionValues.of(this);
    }

    /**
     * How the student is trained.
     *
     * @param task for what
     * @param values what the user chose of its options
     * @return the stages in order, at least one
     */
    List<Stage> stages(Task task, OptionValues values);

    /**
     * What to call it in a report.
     *
     * @param values what the user chose of its options
     * @return its traits
     */
    default Traits traits(OptionValues values) {
        return new Traits("own", "own", false, false, "");
    }

    /**
     * What it describes, ready to be trained where no other teacher is to come ({@link #withTeachers}).
     *
     * @param task for what
     * @param values what the user chose of its options
     * @param teacher who teaches, trained; not used by a recipe whose student learns alone, null is enough for that
     * @return the distillation with its stages
     * @throws InputException when a stage wants a teacher and there is none, nor another one to come; when the task names
     *     networks and this takes none
     */
    default Distillation distillation(Task task, OptionValues values, @Nullable Teacher teacher) {
        checkNetworks(task);
        Distillation alone = Distillation.alone(student(task)).with(sources(task, values));
        Distillation networks =
                teacher != null && teacher(task) != null ? alone.teacher(Sources.TEACHER, teacher) : alone;
        Distillation distillation = networks.stages(stages(task, values));
        if (Set.of(Sources.TEACHER).containsAll(teachers(task).keySet())) {
            distillation.check();
        }
        return distillation;
    }

    /**
     * What it describes, with all its teachers.
     *
     * @param task for what
     * @param values what the user chose of its options
     * @param teachers who teaches, trained, by the names of {@link #teachers}
     * @return the distillation with its stages
     * @throws InputException when a stage wants a teacher that is not there
     */
    default Distillation withTeachers(Task task, OptionValues values, Map<String, Teacher> teachers) {
        Distillation distillation = distillation(task, values, teachers.get(Sources.TEACHER));
        for (Map.Entry<String, Teacher> entry : teachers.entrySet()) {
            if (!entry.getKey().equals(Sources.TEACHER)) {
                distillation = distillation.teacher(entry.getKey(), entry.getValue());
            }
        }
        distillation.check();
        return distillation;
    }

    private void checkNetworks(Task task) {
        if (task.networks() != null && !takesNetworks()) {
            throw new InputException(
                    "\"" + name() + "\" has networks of its own and takes no others, got " + task.networks());
        }
    }

    @Override
    default List<Recipe> recipes() {
        return List.of(this);
    }

    /**
     * What a report says of a recipe.
     *
     * @param knowledge the form of knowledge: {@code channel}, {@code none}, ...
     * @param stages {@code single} or {@code two}, or what the recipe calls its own
     * @param softTargets whether the class loss has soft targets
     * @param selfTaught whether the student has self-taught channels
     * @param norm how knowledge is compared; empty where there is none
     */
    record Traits(String knowledge, String stages, boolean softTargets, boolean selfTaught, String norm) {}
}
