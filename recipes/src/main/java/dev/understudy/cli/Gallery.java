package dev.understudy.cli;

import ai.djl.ndarray.NDManager;
import dev.understudy.CorrelationMatrices;
import dev.understudy.Needs;
import dev.understudy.Stage;
import dev.understudy.StudentTap;
import dev.understudy.Task;
import dev.understudy.TeacherTap;
import dev.understudy.TrainedStudent;
import dev.understudy.recipe.Material;
import dev.understudy.recipe.ShownPictures;
import dev.understudy.report.CellFiles;
import dev.understudy.report.Matrices;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is transferred, to be looked at: for some test pictures the correlations of each recipe's first student, and of
 * each teacher, at the layers between which knowledge goes.
 */
final class Gallery {

    private final ShownPictures pictures;
    private final Staff staff;
    private final CellFiles files;
    private final TrainingOptions options;
    private final Map<String, StudentTap> guided = new LinkedHashMap<>();
    private final Map<String, TeacherTap> guiding = new LinkedHashMap<>();

    Gallery(Material data, Staff staff, CellFiles files, TrainingOptions options) {
        this.pictures = ShownPictures.of(data.splits());
        this.staff = staff;
        this.files = files;
        this.options = options;
    }

    /** Learns between which layers a recipe's knowledge goes; other recipes with the same networks are looked at there. */
    void learn(RecipeWord word, Task task) {
        Needs needs = Needs.nothing();
        for (Stage stage : word.recipe().stages(task, word.choices())) {
            needs = needs.and(stage.needs());
        }
        String network = word.recipe().student(task).name();
        needs.studentTaps().stream().findFirst().ifPresent(tap -> guided.putIfAbsent(network, tap));
        Staff.Working teacher = staff.of(word);
        if (teacher != null) {
            needs.teacherTaps().stream()
                    .findFirst()
                    .ifPresent(tap -> guiding.putIfAbsent(teacher.result().network(), tap));
        }
    }

    /** Keeps the matrices of a recipe's first student. */
    void show(CohortPass.Missing student, TrainedStudent trained) throws IOException {
        StudentTap tap = guided.get(trained.getName());
        if (tap == null || student.seed() != options.seed) {
            return;
        }
        try (NDManager manager = NDManager.newBaseManager(options.device())) {
            Matrices matrices = CorrelationMatrices.of(
                    student.word().word(),
                    trained.getNetwork(),
                    tap,
                    pictures.data(manager),
                    pictures.pngs(),
                    pictures.classNames());
            files.keep(student.word().label(), student.settings(), matrices);
        }
    }

    /** The teachers' matrices. */
    List<Matrices> teachers() throws IOException {
        List<Matrices> matrices = new ArrayList<>();
        try (NDManager manager = NDManager.newBaseManager(options.device())) {
            for (Staff.Working teacher : staff.all()) {
                TeacherTap tap = guiding.get(teacher.result().network());
                if (tap != null) {
                    matrices.add(CorrelationMatrices.of(
                            teacher.result().network(),
                            teacher.hired().teacher(),
                            tap,
                            pictures.data(manager),
                            pictures.pngs(),
                            pictures.classNames()));
                }
            }
        }
        return matrices;
    }
}
