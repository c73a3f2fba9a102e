package dev.understudy.cli.run;

import ai.djl.ndarray.NDManager;
import dev.understudy.Needs;
import dev.understudy.Stage;
import dev.understudy.StudentTap;
import dev.understudy.TeacherTap;
import dev.understudy.TrainedStudent;
import dev.understudy.cli.option.RecipeArgument;
import dev.understudy.cli.option.TrainingOptions;
import dev.understudy.internal.file.ResultFiles;
import dev.understudy.measure.CorrelationMatrices;
import dev.understudy.recipe.Task;
import dev.understudy.recipes.ImageData;
import dev.understudy.recipes.SampleSelection;
import dev.understudy.result.Matrices;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is transferred, to be looked at: for some test images the correlations of each recipe's first student, and of
 * each teacher, at the layers between which knowledge goes.
 */
final class SampleMatrices {

    private final SampleSelection images;
    private final ComparisonTeachers staff;
    private final ResultFiles files;
    private final TrainingOptions options;
    private final Map<String, StudentTap> guided = new LinkedHashMap<>();
    private final Map<String, TeacherTap> guiding = new LinkedHashMap<>();

    SampleMatrices(ImageData data, ComparisonTeachers staff, ResultFiles files, TrainingOptions options) {
        this.images = SampleSelection.of(data.splits());
        this.staff = staff;
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
        ComparisonTeachers.Working teacher = staff.of(word);
        if (teacher != null) {
            needs.getTeacherTaps().stream()
                    .findFirst()
                    .ifPresent(tap -> guiding.putIfAbsent(teacher.result().network(), tap));
        }
    }

    /** Keeps the matrices of a recipe's first student. */
    void show(GroupRun.Missing student, TrainedStudent trained) throws IOException {
        StudentTap tap = guided.get(trained.getName());
        if (tap == null || student.seed() != options.seed) {
            return;
        }
        try (NDManager manager = NDManager.newBaseManager(options.device())) {
            Matrices matrices = CorrelationMatrices.of(
                    student.word().word(),
                    trained.getNetwork(),
                    tap,
                    images.data(manager),
                    images.pngs(),
                    images.classNames());
            files.keep(student.word().label(), student.settings(), matrices);
        }
    }

    /** The teachers' matrices. */
    List<Matrices> teachers() throws IOException {
        List<Matrices> matrices = new ArrayList<>();
        try (NDManager manager = NDManager.newBaseManager(options.device())) {
            for (ComparisonTeachers.Working teacher : staff.all()) {
                TeacherTap tap = guiding.get(teacher.result().network());
                if (tap != null) {
                    matrices.add(CorrelationMatrices.of(
                            teacher.result().network(),
                            teacher.hired().teacher(),
                            tap,
                            images.data(manager),
                            images.pngs(),
                            images.classNames()));
                }
            }
        }
        return matrices;
    }
}
