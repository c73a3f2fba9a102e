package dev.understudy.cli.run;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.understudy.Needs;
import dev.understudy.Stage;
import dev.understudy.StudentTap;
import dev.understudy.Teacher;
import dev.understudy.TeacherTap;
import dev.understudy.TrainedStudent;
import dev.understudy.cli.option.RecipeArgument;
import dev.understudy.cli.option.TrainingOptions;
import dev.understudy.cli.teacher.ReadyTeacher;
import dev.understudy.cli.teacher.RecipeTeachers;
import dev.understudy.experiment.PlannedStudent;
import dev.understudy.internal.file.ResultFiles;
import dev.understudy.measure.CorrelationMatrices;
import dev.understudy.recipe.Task;
import dev.understudy.recipes.ImageData;
import dev.understudy.recipes.SampleSelection;
import dev.understudy.result.Matrices;
import dev.understudy.result.StudentResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What is transferred, to be looked at: for some test images the correlations of each recipe's first student, and of
 * each teacher, at the layers between which knowledge goes.
 */
final class SampleMatrices {

    private final SampleSelection images;
    private final RecipeTeachers teachers;
    private final RecipeArguments arguments;
    private final ResultFiles files;
    private final TrainingOptions options;
    private final Map<String, Set<StudentTap>> guided = new LinkedHashMap<>();
    private final Map<String, Set<TeacherTap>> guiding = new LinkedHashMap<>();

    /**
     * Of a comparison.
     *
     * @param arguments its recipes, by name
     * @param files where matrices are kept
     */
    SampleMatrices(
            ImageData data,
            RecipeTeachers teachers,
            RecipeArguments arguments,
            ResultFiles files,
            TrainingOptions options) {
        this.arguments = arguments;
        this.images = SampleSelection.of(data.splits());
        this.teachers = teachers;
        this.files = files;
        this.options = options;
    }

    /** Learns between which layers a recipe's knowledge goes; other recipes with the same networks are looked at there. */
    void learn(RecipeArgument argument, Task task) {
        Needs needs = Needs.nothing();
        for (Stage stage : argument.recipe().stages(task, argument.values())) {
            needs = needs.and(stage.needs());
        }
        String network = argument.recipe().student(task).name();
        guided.computeIfAbsent(network, name -> new LinkedHashSet<>()).addAll(needs.getStudentTaps());
        ReadyTeacher teacher = teachers.of(argument);
        if (teacher != null) {
            guiding.computeIfAbsent(teacher.teacher().getName(), name -> new LinkedHashSet<>())
                    .addAll(needs.getTeacherTaps());
        }
    }

    /** Keeps the matrices of a recipe's first student. */
    void show(PlannedStudent student, TrainedStudent trained) throws IOException {
        Set<StudentTap> taps = guided.getOrDefault(trained.getName(), Set.of());
        if (student.seed() != options.seed || taps.isEmpty()) {
            return;
        }
        try (NDManager manager = NDManager.newBaseManager(options.device())) {
            NDArray shown = images.data(manager);
            first(
                            taps,
                            tap -> CorrelationMatrices.find(
                                    student.recipe(),
                                    trained.getNetwork(),
                                    tap,
                                    shown,
                                    images.pngs(),
                                    images.classNames()))
                    .ifPresent(matrices ->
                            files.keep(arguments.get(student.recipe()).label(), student.settings(), matrices));
        }
    }

    /** At the first of some places whose layer puts out rows and columns; vectors and tokens have no such matrices. */
    private static <T> Optional<Matrices> first(Set<T> taps, Function<T, Optional<Matrices>> at) {
        return taps.stream().map(at).flatMap(Optional::stream).findFirst();
    }

    /** The matrices of a finished student, where there are some. */
    Optional<Matrices> of(StudentResult student) {
        return files.matrices(arguments.get(student.recipe()).label(), student.settings());
    }

    /** The teachers' matrices. */
    List<Matrices> ofTeachers() throws IOException {
        List<Matrices> matrices = new ArrayList<>();
        try (NDManager manager = NDManager.newBaseManager(options.device())) {
            for (ReadyTeacher stored : teachers.all()) {
                Teacher teacher = stored.teacher();
                Set<TeacherTap> taps = guiding.getOrDefault(teacher.getName(), Set.of());
                if (taps.isEmpty()) {
                    continue;
                }
                NDArray shown = images.data(manager);
                first(
                                taps,
                                tap -> CorrelationMatrices.find(
                                        teacher.getName(), teacher, tap, shown, images.pngs(), images.classNames()))
                        .ifPresent(matrices::add);
            }
        }
        return matrices;
    }
}
