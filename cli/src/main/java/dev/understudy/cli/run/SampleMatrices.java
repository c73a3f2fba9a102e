package dev.understudy.cli.run;

import ai.djl.ndarray.NDManager;
import dev.understudy.Needs;
import dev.understudy.Stage;
import dev.understudy.StudentTap;
import dev.understudy.Teacher;
import dev.understudy.TeacherTap;
import dev.understudy.TrainedStudent;
import dev.understudy.cli.option.RecipeArgument;
import dev.understudy.cli.option.TrainingOptions;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is transferred, to be looked at: for some test images the correlations of each recipe's first student, and of
 * each teacher, at the layers between which knowledge goes.
 */
final class SampleMatrices {

    private final SampleSelection images;
    private final ComparisonTeachers teachers;
    private final RecipeWords words;
    private final ResultFiles files;
    private final TrainingOptions options;
    private final Map<String, StudentTap> guided = new LinkedHashMap<>();
    private final Map<String, TeacherTap> guiding = new LinkedHashMap<>();

    /**
     * Of a comparison.
     *
     * @param words its recipes, by name
     * @param files where matrices are kept
     */
    SampleMatrices(
            ImageData data,
            ComparisonTeachers teachers,
            RecipeWords words,
            ResultFiles files,
            TrainingOptions options) {
        this.words = words;
        this.images = SampleSelection.of(data.splits());
        this.teachers = teachers;
        this.files = files;
        this.options = options;
    }

    /** Learns between which layers a recipe's knowledge goes; other recipes with the same networks are looked at there. */
    void learn(RecipeArgument word, Task task) {
        Needs needs = Needs.nothing();
        for (Stage stage : word.recipe().stages(task, word.values())) {
            needs = needs.and(stage.needs());
        }
        String network = word.recipe().student(task).name();
        needs.getStudentTaps().stream().findFirst().ifPresent(tap -> guided.putIfAbsent(network, tap));
        Teacher teacher = teachers.of(word);
        if (teacher != null) {
            needs.getTeacherTaps().stream().findFirst().ifPresent(tap -> guiding.putIfAbsent(teacher.getName(), tap));
        }
    }

    /** Keeps the matrices of a recipe's first student. */
    void show(PlannedStudent student, TrainedStudent trained) throws IOException {
        StudentTap tap = guided.get(trained.getName());
        if (tap == null || student.seed() != options.seed) {
            return;
        }
        try (NDManager manager = NDManager.newBaseManager(options.device())) {
            Matrices matrices = CorrelationMatrices.of(
                    student.recipe(),
                    trained.getNetwork(),
                    tap,
                    images.data(manager),
                    images.pngs(),
                    images.classNames());
            files.keep(words.get(student.recipe()).label(), student.settings(), matrices);
        }
    }

    /** The matrices of a finished student, where there are some. */
    Optional<Matrices> of(StudentResult student) {
        return files.matrices(words.get(student.recipe()).label(), student.settings());
    }

    /** The teachers' matrices. */
    List<Matrices> ofTeachers() throws IOException {
        List<Matrices> matrices = new ArrayList<>();
        try (NDManager manager = NDManager.newBaseManager(options.device())) {
            for (Teacher teacher : teachers.all()) {
                TeacherTap tap = guiding.get(teacher.getName());
                if (tap != null) {
                    matrices.add(CorrelationMatrices.of(
                            teacher.getName(), teacher, tap, images.data(manager), images.pngs(), images.classNames()));
                }
            }
        }
        return matrices;
    }
}
