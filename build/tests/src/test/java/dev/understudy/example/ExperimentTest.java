package dev.understudy.example;

import static dev.understudy.example.ShapesExperiment.CLASSES;
import static dev.understudy.example.ShapesExperiment.MATERIAL;
import static dev.understudy.example.ShapesExperiment.TASK;
import static dev.understudy.example.ShapesExperiment.alone;
import static dev.understudy.example.ShapesExperiment.distillation;
import static dev.understudy.example.ShapesExperiment.folder;
import static dev.understudy.example.ShapesExperiment.numbers;
import static dev.understudy.example.ShapesExperiment.seeds;
import static dev.understudy.example.ShapesExperiment.untrained;
import static dev.understudy.example.ShapesExperiment.weights;
import static java.util.Objects.requireNonNull;
import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertThrows;
import static org.testng.Assert.assertTrue;

import dev.understudy.Distillation;
import dev.understudy.InputException;
import dev.understudy.Stage;
import dev.understudy.Teacher;
import dev.understudy.TrainedStudent;
import dev.understudy.TrainingData;
import dev.understudy.experiment.Experiment;
import dev.understudy.network.PaperNetworks;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.recipes.Recipes;
import dev.understudy.report.CellStatistics;
import dev.understudy.report.Difference;
import dev.understudy.report.MarkdownTable;
import dev.understudy.result.Comparison;
import dev.understudy.result.Profile;
import dev.understudy.result.StudentResult;
import dev.understudy.result.TableCell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import org.testng.annotations.Test;

/** What an experiment compares, and what it refuses. */
public class ExperimentTest {

    @Test
    public void everyDistillationIsTrainedWithEverySeedAndComparedBySeed() throws IOException {
        try (Teacher teacher = alone().train(MATERIAL.trainingData(32, 9)).asTeacher()) {
            Distillation taught = distillation("kd", teacher);
            Comparison comparison = Examples.experiment(alone(), taught, MATERIAL, folder());
            assertEquals(comparison.cells().stream().map(TableCell::recipe).toList(), List.of("student", "kd"));
            assertEquals(seeds(comparison, "student"), List.of(1L, 2L, 3L));
            assertEquals(seeds(comparison, "kd"), List.of(1L, 2L, 3L));
            assertEquals(comparison.teachers().get(0).fingerprint(), teacher.fingerprint());
            CellStatistics kd =
                    new CellStatistics(comparison, comparison.cells().get(1));
            assertEquals(kd.toAlone().map(Difference::pairs), Optional.of(3));
            assertTrue(kd.agreement().isPresent());
            assertTrue(MarkdownTable.render(comparison).contains("kd"));
            for (TableCell cell : comparison.cells()) {
                Profile profile = requireNonNull(cell.profile());
                assertEquals(profile.stepsPerEpoch(), 1);
                assertTrue(profile.seconds() > 0);
                assertEquals(profile.recipe(), cell.recipe());
            }
        }
    }

    @Test
    public void stepByStepItIsTheSame() throws IOException {
        Experiment experiment = Experiment.of(seed -> MATERIAL.trainingData(32, seed))
                .seeds(4, 5)
                .images(MATERIAL.summary(), CLASSES)
                .with("student", alone());
        Path folder = folder();
        Experiment shared = experiment.folder(folder);
        Path plan = folder();
        Comparison comparison = Examples.steps(shared, plan, () -> {
            try {
                Examples.part(shared, plan, 1);
                Examples.part(shared, plan, 0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        assertEquals(
                numbers(comparison), numbers(experiment.folder(folder()).compare("One", MATERIAL.summary(), CLASSES)));
    }

    @Test
    public void aStudentOfAnExperimentIsTheOneThatIsTrainedAlone() throws IOException {
        TrainingData trainingData = MATERIAL.trainingData(32, 4);
        Comparison comparison = Experiment.of(seed -> trainingData)
                .seeds(4)
                .with("student", alone())
                .compare("One", MATERIAL.summary(), CLASSES);
        try (TrainedStudent student = alone().seed(4).train(trainingData)) {
            StudentResult result = comparison.cells().get(0).students().get(0);
            assertEquals(result.last(), student.getLastAccuracy().orElseThrow());
            assertEquals(
                    result.history().get(0).trainLoss(),
                    student.getHistory().get(0).loss());
            assertEquals(student.getTestAccuracies(), List.of(result.last()));
        }
    }

    @Test
    public void agreementIsMeasuredOnEachSeedsOwnTestSplit() throws IOException {
        try (Teacher teacher = alone().train(MATERIAL.trainingData(32, 9)).asTeacher()) {
            Distillation taught = distillation("kd", teacher);
            LongFunction<TrainingData> ownTest = seed -> {
                TrainingData trainingData = MATERIAL.trainingData(32, seed);
                return seed == 4
                        ? trainingData
                        : trainingData.test(
                                requireNonNull(trainingData.getTrain().at(7)));
            };
            Experiment both = Experiment.of(ownTest).with("kd", taught);
            Comparison together = both.seeds(4, 5).compare("Both", MATERIAL.summary(), CLASSES);
            Comparison second = both.seeds(5).compare("Second", MATERIAL.summary(), CLASSES);
            assertEquals(
                    together.cells().get(0).students().get(1).test(),
                    second.cells().get(0).students().get(0).test());
        }
    }

    @Test
    public void itRefusesANameOrASeedTwiceAndImagesWithoutATestSplit() {
        Experiment experiment =
                Experiment.of(seed -> MATERIAL.trainingData(32, seed)).with("student", alone());
        assertThrows(InputException.class, () -> experiment.with("student", alone()));
        assertThrows(InputException.class, experiment::seeds);
        assertThrows(InputException.class, () -> experiment.seeds(1, 1));
        TrainingData trainingData = MATERIAL.trainingData(32, 1);
        Experiment blind = Experiment.of(seed -> TrainingData.of(trainingData.getInput(), trainingData.getTrain()))
                .with("student", alone());
        assertThrows(InputException.class, () -> blind.compare("Blind", MATERIAL.summary(), CLASSES));
    }

    @Test
    public void anUntrainedStudentHasTheWeightsThatItsTrainingBeginsWith() throws IOException {
        Stage still = Stage.whole(1).objective("labels", 1, new CrossEntropy()).schedule(progress -> 0);
        try (TrainedStudent fresh = untrained(3);
                TrainedStudent other = untrained(4);
                TrainedStudent stood = Distillation.alone(PaperNetworks.student(TASK))
                        .stage(still)
                        .seed(3)
                        .train(MATERIAL.trainingData(32, 1))) {
            assertEquals(weights(fresh), weights(stood));
            assertNotEquals(weights(fresh), weights(other));
            assertTrue(fresh.getHistory().isEmpty());
        }
    }

    @Test
    public void aRecipeWithoutATeacherIsTrainedAloneWhoeverIsThere() throws IOException {
        try (Teacher teacher = untrained(1).asTeacher()) {
            assertEquals(distillation("student", teacher).getTeacher(), null);
            assertEquals(distillation("kd", teacher).getTeacher(), teacher);
        }
        assertThrows(InputException.class, () -> distillation("kd", null));
        assertFalse(Recipes.all().isEmpty());
    }
}
