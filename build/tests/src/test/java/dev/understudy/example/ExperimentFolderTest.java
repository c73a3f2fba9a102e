package dev.understudy.example;

import static dev.understudy.example.ShapesExperiment.CLASSES;
import static dev.understudy.example.ShapesExperiment.MATERIAL;
import static dev.understudy.example.ShapesExperiment.TASK;
import static dev.understudy.example.ShapesExperiment.alone;
import static dev.understudy.example.ShapesExperiment.broken;
import static dev.understudy.example.ShapesExperiment.folder;
import static dev.understudy.example.ShapesExperiment.names;
import static dev.understudy.example.ShapesExperiment.numbers;
import static dev.understudy.example.ShapesExperiment.seeds;
import static dev.understudy.example.ShapesExperiment.watched;
import static dev.understudy.example.ShapesExperiment.weights;
import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertNotNull;
import static org.testng.Assert.assertThrows;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.training.dataset.Dataset;
import dev.understudy.Distillation;
import dev.understudy.InputException;
import dev.understudy.Objective;
import dev.understudy.Stage;
import dev.understudy.StepContext;
import dev.understudy.TrainedStudent;
import dev.understudy.dataset.LabeledImageDataset;
import dev.understudy.experiment.Experiment;
import dev.understudy.internal.file.FolderLock;
import dev.understudy.internal.file.ManagedFolder;
import dev.understudy.network.PaperNetworks;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.result.Comparison;
import dev.understudy.result.MissingStudent;
import dev.understudy.result.ResultException;
import dev.understudy.result.TableCell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.testng.annotations.Test;

/** What an experiment keeps in its folder, and what it does with what it finds there. */
public class ExperimentFolderTest {

    @Test
    public void stoppedInTheMiddleOfAnEpochTheyGoOnToTheSameNumbers() throws IOException {
        Path folder = folder();
        Distillation two = alone(2);
        Experiment undisturbed =
                Experiment.of(seed -> MATERIAL.trainingData(32, seed)).seeds(4, 5);
        Comparison wanted =
                undisturbed.with("student", two).with("longer", alone(3)).compare("All", MATERIAL.summary(), CLASSES);
        Experiment broken =
                Experiment.of(seed -> broken(seed, 5, 1)).seeds(4, 5).folder(folder);
        Experiment both = broken.with("student", two).with("longer", alone(3));
        assertThrows(IllegalStateException.class, () -> both.compare("All", MATERIAL.summary(), CLASSES));
        assertEquals(names(folder.resolve("students")).size(), 2, "those of seed 4 are finished");
        assertEquals(names(folder.resolve("checkpoints")).size(), 2, "those of seed 5");

        Map<Long, List<Integer>> asked = new HashMap<>();
        Comparison comparison = Experiment.of(seed -> watched(seed, asked))
                .seeds(4, 5)
                .folder(folder)
                .with("student", two)
                .with("longer", alone(3))
                .compare("All", MATERIAL.summary(), CLASSES);
        assertEquals(asked, Map.of(5L, List.of(1, 2)), "seed 4 and the first epoch of seed 5 were done");
        assertEquals(numbers(comparison), numbers(wanted));
        assertFalse(Files.exists(folder.resolve("checkpoints")));
    }

    @Test
    public void whatIsFinishedIsReadAndNothingElseIsDone() throws IOException {
        Path folder = folder();
        Map<Long, List<Integer>> asked = new HashMap<>();
        Experiment experiment =
                Experiment.of(seed -> watched(seed, asked)).seeds(4).folder(folder);
        Comparison first = experiment.with("a/b, c", alone()).compare("One", MATERIAL.summary(), CLASSES);
        asked.clear();
        Comparison again = experiment.with("a/b, c", alone()).compare("One", MATERIAL.summary(), CLASSES);
        assertEquals(asked, Map.of());
        assertEquals(again.cells(), first.cells());
    }

    @Test
    public void aStudentOfOtherSettingsIsTrainedAfreshAndLiesBeside() throws IOException {
        Path folder = folder();
        Experiment experiment =
                Experiment.of(seed -> MATERIAL.trainingData(32, seed)).seeds(4).folder(folder);
        Comparison first = experiment.with("student", alone()).compare("One", MATERIAL.summary(), CLASSES);
        Comparison longer = experiment.with("student", alone(2)).compare("One", MATERIAL.summary(), CLASSES);
        assertEquals(longer.cells().get(0).students().get(0).history().size(), 2);
        assertEquals(names(folder.resolve("students")).size(), 2);
        assertEquals(names(folder.resolve("profiles")).size(), 2);
        Comparison again = experiment.with("student", alone()).compare("One", MATERIAL.summary(), CLASSES);
        assertEquals(again.cells(), first.cells());
        Experiment other =
                Experiment.of(seed -> MATERIAL.trainingData(16, seed)).seeds(4).folder(folder);
        other.with("student", alone()).compare("One", MATERIAL.summary(), CLASSES);
        assertEquals(names(folder.resolve("students")).size(), 3, "other batches, another student");
    }

    @Test
    public void withoutAFingerprintWhatIsShownIsRead() throws IOException {
        Path folder = folder();
        Experiment unknown = Experiment.of(seed -> MATERIAL.trainingData(32, 1).fingerprint(""))
                .seeds(4)
                .folder(folder)
                .with("student", alone());
        Comparison first = unknown.compare("Unknown", MATERIAL.summary(), CLASSES);
        assertEquals(
                unknown.compare("Unknown", MATERIAL.summary(), CLASSES).cells(), first.cells(), "the same is taken");
        Experiment.of(seed -> MATERIAL.trainingData(16, 1).fingerprint(""))
                .seeds(4)
                .folder(folder)
                .with("student", alone())
                .compare("Other", MATERIAL.summary(), CLASSES);
        assertEquals(names(folder.resolve("students")).size(), 2, "other batches, another student");
    }

    @Test
    public void anotherTestSplitIsAnotherStudent() throws IOException {
        Path folder = folder();
        for (int batch : new int[] {500, 500, 100}) {
            Dataset test = LabeledImageDataset.of(MATERIAL.splits().test(), batch);
            Experiment.of(seed -> MATERIAL.trainingData(32, 1).test(test))
                    .seeds(4)
                    .folder(folder)
                    .with("student", alone())
                    .compare("Tests", MATERIAL.summary(), CLASSES);
        }
        assertEquals(names(folder.resolve("students")).size(), 2);
    }

    /** Nothing is known of a lambda; with a name it is kept like any other. */
    @Test
    public void aLambdaWithoutANameIsNeverTakenForAnother() throws IOException {
        Path folder = folder();
        Map<Long, List<Integer>> asked = new HashMap<>();
        Experiment experiment =
                Experiment.of(seed -> watched(seed, asked)).seeds(4).folder(folder);
        Objective lambda = context -> context.getStudent().getLogits().square().mean();
        Distillation unnamed = calm(lambda);
        experiment.with("calm", unnamed).compare("One", MATERIAL.summary(), CLASSES);
        assertFalse(Files.exists(folder.resolve("students")));
        asked.clear();
        experiment.with("calm", unnamed).compare("One", MATERIAL.summary(), CLASSES);
        assertFalse(asked.isEmpty());
        Distillation named = calm(Objective.named("calm", lambda));
        experiment.with("calm", named).compare("One", MATERIAL.summary(), CLASSES);
        asked.clear();
        experiment.with("calm", named).compare("One", MATERIAL.summary(), CLASSES);
        assertEquals(asked, Map.of());
    }

    private static Distillation calm(Objective objective) {
        return Distillation.alone(PaperNetworks.student(TASK))
                .stage(Stage.whole(1).objective("labels", 1, new CrossEntropy()).objective("calm", 0.1, objective));
    }

    @Test
    public void twoExperimentsInOneFolderAreRefused() throws IOException {
        Path folder = folder();
        try (FolderLock lock = ManagedFolder.claim("The experiment's folder", folder, "experiment")
                .lock()) {
            assertNotNull(lock);
            Experiment second = Experiment.of(seed -> MATERIAL.trainingData(32, 1))
                    .folder(folder)
                    .with("student", alone());
            assertThrows(ResultException.class, () -> second.compare("Second", MATERIAL.summary(), CLASSES));
        }
    }

    /** Learns for an epoch, then throws. */
    private Distillation thrower() {
        return Distillation.alone(PaperNetworks.student(TASK))
                .stage(Stage.whole(2).objective("mine", 1, new Thrower()));
    }

    /** How often the objective of {@link #thrower} threw. */
    private static final AtomicInteger TRIES = new AtomicInteger();

    /** Throws in its second epoch, and counts. */
    private record Thrower() implements Objective {

        @Override
        public NDArray loss(StepContext context) {
            if (context.getProgress().epoch() == 1) {
                TRIES.incrementAndGet();
                throw new IllegalStateException("not today");
            }
            return context.getStudent().getLogits().square().mean();
        }
    }

    /** The loss is no number from the second epoch on. */
    private Distillation diverging() {
        return Distillation.alone(PaperNetworks.student(TASK))
                .stage(Stage.whole(2).objective("steep", 1, new Steep()));
    }

    /** Becomes no number. */
    private record Steep() implements Objective {

        @Override
        public NDArray loss(StepContext context) {
            NDArray loss = context.getStudent().getLogits().square().mean();
            return context.getProgress().epoch() == 1 ? loss.sub(loss).sub(1).sqrt() : loss;
        }
    }

    @Test
    public void oneThatCannotBeTrainedIsAGapAndEndsNothing() throws IOException {
        Path folder = folder();
        Map<Long, List<Integer>> asked = new HashMap<>();
        Experiment experiment = Experiment.of(seed -> watched(seed, asked))
                .seeds(4, 5)
                .with("thrower", thrower())
                .with("steep", diverging())
                .with("student", alone(2))
                .folder(folder);
        Comparison comparison = experiment.compare("Gaps", MATERIAL.summary(), CLASSES);
        assertEquals(comparison.cells().stream().map(TableCell::recipe).toList(), List.of("student"));
        assertEquals(seeds(comparison, "student"), List.of(4L, 5L));
        assertEquals(
                comparison.gaps().stream()
                        .map(gap -> gap.recipe() + " " + gap.seed())
                        .sorted()
                        .toList(),
                List.of("steep 4", "steep 5", "thrower 4", "thrower 5"));
        for (MissingStudent gap : comparison.gaps()) {
            String why = gap.recipe().equals("steep") ? "The loss of \"steep\" became" : "not today";
            assertTrue(gap.reason().contains(why), gap.reason());
        }
        assertEquals(TRIES.get(), 2);

        asked.clear();
        Comparison again = experiment.compare("Gaps", MATERIAL.summary(), CLASSES);
        assertEquals(asked, Map.of(), "nothing is tried again");
        assertEquals(again.cells(), comparison.cells());
        assertEquals(Set.copyOf(again.gaps()), Set.copyOf(comparison.gaps()));

        Comparison retried = experiment.retry(true).compare("Gaps", MATERIAL.summary(), CLASSES);
        assertEquals(TRIES.get(), 4);
        assertEquals(retried.gaps().size(), 4);
    }

    @Test
    public void theStudentsThemselvesAreKeptUnlessNobodyWantsThem() throws IOException {
        Path folder = folder();
        Experiment experiment = Experiment.of(seed -> MATERIAL.trainingData(32, seed))
                .seeds(4)
                .with("student", alone())
                .folder(folder);
        Comparison comparison = experiment.compare("Kept", MATERIAL.summary(), CLASSES);
        try (TrainedStudent kept = experiment.student("student", 4);
                TrainedStudent trained = alone().seed(4).train(MATERIAL.trainingData(32, 4))) {
            assertEquals(weights(kept), weights(trained));
        }
        assertEquals(comparison.gaps(), List.of());
        assertThrows(InputException.class, () -> experiment.student("student", 5));
        assertThrows(InputException.class, () -> experiment.student("nobody", 4));
        Experiment lean = experiment.folder(folder()).weights(false);
        lean.compare("Lean", MATERIAL.summary(), CLASSES);
        InputException e = expectThrows(InputException.class, () -> lean.student("student", 4));
        assertTrue(e.getMessage().startsWith("No weights of \"student\" seed 4 at "), e.getMessage());
    }
}
