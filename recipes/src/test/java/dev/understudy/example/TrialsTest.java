package dev.understudy.example;

import static java.util.Objects.requireNonNull;
import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertThrows;
import static org.testng.Assert.assertTrue;

import ai.djl.Device;
import ai.djl.nn.Parameter;
import dev.understudy.Choices;
import dev.understudy.Curriculum;
import dev.understudy.Distillation;
import dev.understudy.InputException;
import dev.understudy.Stage;
import dev.understudy.Task;
import dev.understudy.Teacher;
import dev.understudy.TrainedStudent;
import dev.understudy.Trials;
import dev.understudy.dataset.DataOptions;
import dev.understudy.dataset.Datasets;
import dev.understudy.network.PaperNetworks;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.recipe.Material;
import dev.understudy.recipe.Recipes;
import dev.understudy.report.Comparison;
import dev.understudy.report.Difference;
import dev.understudy.report.MarkdownTable;
import dev.understudy.report.Standing;
import dev.understudy.report.StudentResult;
import dev.understudy.report.TableCell;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.testng.annotations.Test;

public class TrialsTest {

    private final Material material = new Material(
            Datasets.open("shapes", DataOptions.defaults().trainSize(64).validationSize(0)));
    private final Task task = material.task(0.0625);
    private final List<String> classes = material.splits().test().classNames();

    @Test
    public void everyDistillationIsTrainedWithEverySeedAndComparedBySeed() throws IOException {
        try (Teacher teacher = alone().train(material.curriculum(32, 9)).asTeacher()) {
            Comparison comparison = Trials.of(seed -> material.curriculum(32, seed))
                    .seeds(4, 5)
                    .with("student", alone())
                    .with("kd", Recipes.named("kd").distillation(task, Choices.of(1), teacher))
                    .compare("Two ways", material.summary(), classes);
            assertEquals(comparison.cells().stream().map(TableCell::recipe).toList(), List.of("student", "kd"));
            assertEquals(seeds(comparison, "student"), List.of(4L, 5L));
            assertEquals(seeds(comparison, "kd"), List.of(4L, 5L));
            assertEquals(comparison.teachers().get(0).fingerprint(), teacher.fingerprint());
            Standing kd = new Standing(comparison, comparison.cells().get(1));
            assertEquals(kd.toAlone().map(Difference::pairs), Optional.of(2));
            assertTrue(kd.agreement().isPresent());
            assertTrue(MarkdownTable.render(comparison).contains("kd"));
        }
    }

    @Test
    public void aStudentOfATrialIsTheOneThatIsTrainedAlone() throws IOException {
        Curriculum curriculum = material.curriculum(32, 4);
        Comparison comparison = Trials.of(seed -> curriculum)
                .seeds(4)
                .with("student", alone())
                .compare("One", material.summary(), classes);
        try (TrainedStudent student = alone().seed(4).train(curriculum)) {
            StudentResult result = comparison.cells().get(0).students().get(0);
            assertEquals(result.last(), student.getLastAccuracy().orElseThrow());
            assertEquals(
                    result.history().get(0).trainLoss(),
                    student.getHistory().get(0).loss());
            assertEquals(student.getTestAccuracies(), List.of(result.last()));
        }
    }

    @Test
    public void trialsRefuseANameASeedTwiceAndACurriculumWithoutATest() {
        Trials trials = Trials.of(seed -> material.curriculum(32, seed)).with("student", alone());
        assertThrows(InputException.class, () -> trials.with("student", alone()));
        assertThrows(InputException.class, trials::seeds);
        assertThrows(InputException.class, () -> trials.seeds(1, 1));
        Curriculum curriculum = material.curriculum(32, 1);
        Trials blind = Trials.of(seed -> Curriculum.of(curriculum.getInput(), curriculum.getTrain()))
                .with("student", alone());
        assertThrows(InputException.class, () -> blind.compare("Blind", material.summary(), classes));
    }

    @Test
    public void anUntrainedStudentHasTheWeightsThatItsTrainingBeginsWith() throws IOException {
        Stage still = Stage.whole(1).objective("labels", 1, new CrossEntropy()).schedule(progress -> 0);
        try (TrainedStudent fresh = untrained(3);
                TrainedStudent other = untrained(4);
                TrainedStudent stood = Distillation.alone(PaperNetworks.student(task))
                        .stage(still)
                        .seed(3)
                        .train(material.curriculum(32, 1))) {
            assertEquals(weights(fresh), weights(stood));
            assertNotEquals(weights(fresh), weights(other));
            assertTrue(fresh.getHistory().isEmpty());
        }
    }

    @Test
    public void aRecipeWithoutATeacherIsTrainedAloneWhoeverIsThere() throws IOException {
        try (Teacher teacher = untrained(1).asTeacher()) {
            assertEquals(
                    Recipes.named("student")
                            .distillation(task, Choices.of(1), teacher)
                            .getTeacher(),
                    null);
            assertEquals(
                    Recipes.named("kd")
                            .distillation(task, Choices.of(1), teacher)
                            .getTeacher(),
                    teacher);
        }
        assertThrows(InputException.class, () -> Recipes.named("kd").distillation(task, Choices.of(1), null));
        assertFalse(Recipes.all().isEmpty());
    }

    private TrainedStudent untrained(long seed) {
        return TrainedStudent.untrained(PaperNetworks.student(task), task.input(), seed, Device.cpu());
    }

    private Distillation alone() {
        return Distillation.alone(PaperNetworks.student(task))
                .stage(Stage.whole(1).objective("labels", 1, new CrossEntropy()));
    }

    private static List<Long> seeds(Comparison comparison, String recipe) {
        return comparison.cell(recipe).orElseThrow().students().stream()
                .map(StudentResult::seed)
                .toList();
    }

    private static List<String> weights(TrainedStudent student) {
        return student.getNetwork().getParameters().values().stream()
                .filter(parameter -> parameter.getType() != Parameter.Type.RUNNING_MEAN)
                .filter(parameter -> parameter.getType() != Parameter.Type.RUNNING_VAR)
                .map(parameter ->
                        Arrays.toString(requireNonNull(parameter.getArray()).toFloatArray()))
                .toList();
    }
}
