package dev.understudy.example;

import static java.util.Objects.requireNonNull;
import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertNotNull;
import static org.testng.Assert.assertThrows;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset;
import ai.djl.translate.TranslateException;
import ai.djl.util.Progress;
import dev.understudy.Distillation;
import dev.understudy.InputException;
import dev.understudy.Objective;
import dev.understudy.Stage;
import dev.understudy.StepContext;
import dev.understudy.Teacher;
import dev.understudy.TrainedStudent;
import dev.understudy.TrainingData;
import dev.understudy.dataset.DataOptions;
import dev.understudy.dataset.Datasets;
import dev.understudy.dataset.LabeledImageDataset;
import dev.understudy.experiment.Experiment;
import dev.understudy.internal.file.FolderLock;
import dev.understudy.internal.file.ManagedFolder;
import dev.understudy.network.PaperNetworks;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.Task;
import dev.understudy.recipes.ImageData;
import dev.understudy.recipes.Recipes;
import dev.understudy.report.CellStatistics;
import dev.understudy.report.Difference;
import dev.understudy.report.MarkdownTable;
import dev.understudy.result.Comparison;
import dev.understudy.result.MissingStudent;
import dev.understudy.result.Profile;
import dev.understudy.result.ResultException;
import dev.understudy.result.StudentResult;
import dev.understudy.result.TableCell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.testng.annotations.Test;

public class ExperimentTest {

    private final ImageData material = new ImageData(
            Datasets.open("shapes", DataOptions.defaults().trainSize(64).validationSize(0)));
    private final Task task = material.task(0.0625);
    private final List<String> classes = material.splits().test().classNames();

    @Test
    public void everyDistillationIsTrainedWithEverySeedAndComparedBySeed() throws IOException {
        try (Teacher teacher = alone().train(material.trainingData(32, 9)).asTeacher()) {
            Distillation taught = distillation("kd", teacher);
            Comparison comparison = Examples.experiment(alone(), taught, material, folder());
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
        Experiment experiment = Experiment.of(seed -> material.trainingData(32, seed))
                .seeds(4, 5)
                .images(material.summary(), classes)
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
                numbers(comparison), numbers(experiment.folder(folder()).compare("One", material.summary(), classes)));
    }

    @Test
    public void stoppedInTheMiddleOfAnEpochTheyGoOnToTheSameNumbers() throws IOException {
        Path folder = folder();
        Distillation two = alone(2);
        Experiment undisturbed =
                Experiment.of(seed -> material.trainingData(32, seed)).seeds(4, 5);
        Comparison wanted =
                undisturbed.with("student", two).with("longer", alone(3)).compare("All", material.summary(), classes);
        Experiment broken =
                Experiment.of(seed -> broken(seed, 5, 1)).seeds(4, 5).folder(folder);
        Experiment both = broken.with("student", two).with("longer", alone(3));
        assertThrows(IllegalStateException.class, () -> both.compare("All", material.summary(), classes));
        assertEquals(names(folder.resolve("students")).size(), 2, "those of seed 4 are finished");
        assertEquals(names(folder.resolve("checkpoints")).size(), 2, "those of seed 5");

        Map<Long, List<Integer>> asked = new HashMap<>();
        Comparison comparison = Experiment.of(seed -> watched(seed, asked))
                .seeds(4, 5)
                .folder(folder)
                .with("student", two)
                .with("longer", alone(3))
                .compare("All", material.summary(), classes);
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
        Comparison first = experiment.with("a/b, c", alone()).compare("One", material.summary(), classes);
        asked.clear();
        Comparison again = experiment.with("a/b, c", alone()).compare("One", material.summary(), classes);
        assertEquals(asked, Map.of());
        assertEquals(again.cells(), first.cells());
    }

    @Test
    public void aStudentOfOtherSettingsIsTrainedAfreshAndLiesBeside() throws IOException {
        Path folder = folder();
        Experiment experiment =
                Experiment.of(seed -> material.trainingData(32, seed)).seeds(4).folder(folder);
        Comparison first = experiment.with("student", alone()).compare("One", material.summary(), classes);
        Comparison longer = experiment.with("student", alone(2)).compare("One", material.summary(), classes);
        assertEquals(longer.cells().get(0).students().get(0).history().size(), 2);
        assertEquals(names(folder.resolve("students")).size(), 2);
        assertEquals(names(folder.resolve("profiles")).size(), 2);
        Comparison again = experiment.with("student", alone()).compare("One", material.summary(), classes);
        assertEquals(again.cells(), first.cells());
        Experiment other =
                Experiment.of(seed -> material.trainingData(16, seed)).seeds(4).folder(folder);
        other.with("student", alone()).compare("One", material.summary(), classes);
        assertEquals(names(folder.resolve("students")).size(), 3, "other batches, another student");
    }

    @Test
    public void withoutAFingerprintWhatIsShownIsRead() throws IOException {
        Path folder = folder();
        Experiment unknown = Experiment.of(seed -> material.trainingData(32, 1).fingerprint(""))
                .seeds(4)
                .folder(folder)
                .with("student", alone());
        Comparison first = unknown.compare("Unknown", material.summary(), classes);
        assertEquals(
                unknown.compare("Unknown", material.summary(), classes).cells(), first.cells(), "the same is taken");
        Experiment.of(seed -> material.trainingData(16, 1).fingerprint(""))
                .seeds(4)
                .folder(folder)
                .with("student", alone())
                .compare("Other", material.summary(), classes);
        assertEquals(names(folder.resolve("students")).size(), 2, "other batches, another student");
    }

    @Test
    public void anotherTestSplitIsAnotherStudent() throws IOException {
        Path folder = folder();
        for (int batch : new int[] {500, 500, 100}) {
            Dataset test = LabeledImageDataset.of(material.splits().test(), batch);
            Experiment.of(seed -> material.trainingData(32, 1).test(test))
                    .seeds(4)
                    .folder(folder)
                    .with("student", alone())
                    .compare("Tests", material.summary(), classes);
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
        Distillation unnamed = alone(lambda);
        experiment.with("calm", unnamed).compare("One", material.summary(), classes);
        assertFalse(Files.exists(folder.resolve("students")));
        asked.clear();
        experiment.with("calm", unnamed).compare("One", material.summary(), classes);
        assertFalse(asked.isEmpty());
        Distillation named = alone(Objective.named("calm", lambda));
        experiment.with("calm", named).compare("One", material.summary(), classes);
        asked.clear();
        experiment.with("calm", named).compare("One", material.summary(), classes);
        assertEquals(asked, Map.of());
    }

    private Distillation alone(Objective objective) {
        return Distillation.alone(PaperNetworks.student(task))
                .stage(Stage.whole(1).objective("labels", 1, new CrossEntropy()).objective("calm", 0.1, objective));
    }

    @Test
    public void twoExperimentsInOneFolderAreRefused() throws IOException {
        Path folder = folder();
        try (FolderLock lock = ManagedFolder.claim("The experiment's folder", folder, "experiment")
                .lock()) {
            assertNotNull(lock);
            Experiment second = Experiment.of(seed -> material.trainingData(32, 1))
                    .folder(folder)
                    .with("student", alone());
            assertThrows(ResultException.class, () -> second.compare("Second", material.summary(), classes));
        }
    }

    @Test
    public void aStudentOfAnExperimentIsTheOneThatIsTrainedAlone() throws IOException {
        TrainingData trainingData = material.trainingData(32, 4);
        Comparison comparison = Experiment.of(seed -> trainingData)
                .seeds(4)
                .with("student", alone())
                .compare("One", material.summary(), classes);
        try (TrainedStudent student = alone().seed(4).train(trainingData)) {
            StudentResult result = comparison.cells().get(0).students().get(0);
            assertEquals(result.last(), student.getLastAccuracy().orElseThrow());
            assertEquals(
                    result.history().get(0).trainLoss(),
                    student.getHistory().get(0).loss());
            assertEquals(student.getTestAccuracies(), List.of(result.last()));
        }
    }

    /** Learns for an epoch, then throws. */
    private Distillation thrower() {
        return Distillation.alone(PaperNetworks.student(task))
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
        return Distillation.alone(PaperNetworks.student(task))
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
        Comparison comparison = experiment.compare("Gaps", material.summary(), classes);
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
        Comparison again = experiment.compare("Gaps", material.summary(), classes);
        assertEquals(asked, Map.of(), "nothing is tried again");
        assertEquals(again.cells(), comparison.cells());
        assertEquals(Set.copyOf(again.gaps()), Set.copyOf(comparison.gaps()));

        Comparison retried = experiment.retry(true).compare("Gaps", material.summary(), classes);
        assertEquals(TRIES.get(), 4);
        assertEquals(retried.gaps().size(), 4);
    }

    @Test
    public void theStudentsThemselvesAreKeptUnlessNobodyWantsThem() throws IOException {
        Path folder = folder();
        Experiment experiment = Experiment.of(seed -> material.trainingData(32, seed))
                .seeds(4)
                .with("student", alone())
                .folder(folder);
        Comparison comparison = experiment.compare("Kept", material.summary(), classes);
        try (TrainedStudent kept = experiment.student("student", 4);
                TrainedStudent trained = alone().seed(4).train(material.trainingData(32, 4))) {
            assertEquals(weights(kept), weights(trained));
        }
        assertEquals(comparison.gaps(), List.of());
        assertThrows(InputException.class, () -> experiment.student("student", 5));
        assertThrows(InputException.class, () -> experiment.student("nobody", 4));
        Experiment lean = experiment.folder(folder()).weights(false);
        lean.compare("Lean", material.summary(), classes);
        InputException e = expectThrows(InputException.class, () -> lean.student("student", 4));
        assertTrue(e.getMessage().startsWith("No weights of \"student\" seed 4 at "), e.getMessage());
    }

    @Test
    public void agreementIsMeasuredOnEachSeedsOwnTestSplit() throws IOException {
        try (Teacher teacher = alone().train(material.trainingData(32, 9)).asTeacher()) {
            Distillation taught = distillation("kd", teacher);
            LongFunction<TrainingData> ownTest = seed -> {
                TrainingData trainingData = material.trainingData(32, seed);
                return seed == 4
                        ? trainingData
                        : trainingData.test(
                                requireNonNull(trainingData.getTrain().at(7)));
            };
            Experiment both = Experiment.of(ownTest).with("kd", taught);
            Comparison together = both.seeds(4, 5).compare("Both", material.summary(), classes);
            Comparison second = both.seeds(5).compare("Second", material.summary(), classes);
            assertEquals(
                    together.cells().get(0).students().get(1).test(),
                    second.cells().get(0).students().get(0).test());
        }
    }

    @Test
    public void itRefusesANameOrASeedTwiceAndImagesWithoutATestSplit() {
        Experiment experiment =
                Experiment.of(seed -> material.trainingData(32, seed)).with("student", alone());
        assertThrows(InputException.class, () -> experiment.with("student", alone()));
        assertThrows(InputException.class, experiment::seeds);
        assertThrows(InputException.class, () -> experiment.seeds(1, 1));
        TrainingData trainingData = material.trainingData(32, 1);
        Experiment blind = Experiment.of(seed -> TrainingData.of(trainingData.getInput(), trainingData.getTrain()))
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
                        .train(material.trainingData(32, 1))) {
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

    private TrainedStudent untrained(long seed) {
        return TrainedStudent.untrained(PaperNetworks.student(task), task.input(), seed, Device.cpu());
    }

    private Distillation alone() {
        return alone(1);
    }

    private Distillation alone(int epochs) {
        return Distillation.alone(PaperNetworks.student(task))
                .stage(Stage.whole(epochs).objective("labels", 1, new CrossEntropy()));
    }

    /** Training data that writes down which epochs it was asked for. */
    private TrainingData watched(long seed, Map<Long, List<Integer>> asked) {
        return instead(seed, (epoch, dataset) -> {
            asked.computeIfAbsent(seed, key -> new ArrayList<>()).add(epoch);
            return dataset;
        });
    }

    /** Training data that fails after the first batch of an epoch of a seed. */
    private TrainingData broken(long seed, long badSeed, int badEpoch) {
        return instead(
                seed,
                (epoch, dataset) -> seed == badSeed && epoch == badEpoch ? new BreaksAfterOneBatch(dataset) : dataset);
    }

    private TrainingData instead(long seed, BiFunction<Integer, Dataset, Dataset> change) {
        TrainingData usual = material.trainingData(32, seed);
        return TrainingData.of(
                        usual.getInput(),
                        epoch -> change.apply(epoch, usual.getTrain().at(epoch)))
                .test(requireNonNull(usual.getTest()), usual.getTestFingerprint())
                .fingerprint(usual.getFingerprint());
    }

    private record BreaksAfterOneBatch(Dataset dataset) implements Dataset {

        @Override
        public Iterable<Batch> getData(NDManager manager) throws IOException, TranslateException {
            Iterator<Batch> batches = dataset.getData(manager).iterator();
            return () -> new Iterator<>() {
                private boolean one;

                @Override
                public boolean hasNext() {
                    return true;
                }

                @Override
                public Batch next() {
                    if (one) {
                        throw new IllegalStateException("broken on purpose");
                    }
                    one = true;
                    return batches.next();
                }
            };
        }

        @Override
        public void prepare(@Nullable Progress progress) {}
    }

    /** All that came out but the times. */
    private static List<Object> numbers(Comparison comparison) {
        List<Object> numbers = new ArrayList<>();
        for (TableCell cell : comparison.cells()) {
            for (StudentResult student : cell.students()) {
                numbers.add(List.of(student.recipe(), student.seed(), student.settings(), student.test()));
                student.history().forEach(row -> numbers.add(Arrays.asList(row.trainLoss(), row.testAccuracy())));
            }
        }
        return numbers;
    }

    private Distillation distillation(String name, @Nullable Teacher teacher) {
        Recipe recipe = Recipes.named(name);
        return recipe.distillation(task, recipe.defaults().epochs(1), teacher);
    }

    private static Path folder() throws IOException {
        return Files.createTempDirectory("experiment");
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
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
