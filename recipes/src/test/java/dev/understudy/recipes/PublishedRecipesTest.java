package dev.understudy.recipes;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNull;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset;
import ai.djl.translate.Batchifier;
import ai.djl.util.Progress;
import dev.understudy.Distillation;
import dev.understudy.EpochResult;
import dev.understudy.InputException;
import dev.understudy.SameBits;
import dev.understudy.Snapshot;
import dev.understudy.Student;
import dev.understudy.Teacher;
import dev.understudy.TinyImages;
import dev.understudy.TrainedStudent;
import dev.understudy.TrainingData;
import dev.understudy.measure.Evaluation;
import dev.understudy.measure.WeightCheck;
import dev.understudy.network.ExtendedStudents;
import dev.understudy.network.PaperNetworks;
import dev.understudy.network.TaskNetworks;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Each method trains, goes on the same wherever it was stopped, and is in a group as alone. */
public final class PublishedRecipesTest {

    /** The guided layers have maps of 2 x 2. */
    private static final Shape IMAGE = new Shape(3, 16, 16);

    private static final Task TASK = new Task(IMAGE, TinyImages.CLASSES, 0.0625);
    private static final TrainingData TRAINING_DATA = TrainingData.of(
                    IMAGE, epoch -> new Numbered(new TinyImages(IMAGE, 14, 4)))
            .test(new TinyImages(IMAGE, 6, 3))
            .fingerprint("14 images");

    /** The same images, numbered from 0. */
    private record Numbered(TinyImages images) implements Dataset {

        @Override
        public Iterable<Batch> getData(NDManager manager) {
            List<Batch> batches = new ArrayList<>();
            int from = 0;
            for (Batch batch : images.getData(manager)) {
                List<Integer> numbers =
                        IntStream.range(from, from + batch.getSize()).boxed().toList();
                from += batch.getSize();
                batches.add(new Batch(
                        batch.getManager(),
                        batch.getData(),
                        batch.getLabels(),
                        batch.getSize(),
                        Batchifier.STACK,
                        Batchifier.STACK,
                        from,
                        images.size(),
                        numbers));
            }
            return batches;
        }

        @Override
        public void prepare(@Nullable Progress progress) {}
    }

    private Teacher teacher = teacher();

    private static Teacher teacher() {
        return TrainedStudent.untrained(PaperNetworks.teacher(TASK), TASK.input(), 7, Device.cpu())
                .asTeacher();
    }

    @BeforeClass
    public void open() {
        teacher.close();
        teacher = teacher();
    }

    @AfterClass
    public void close() {
        teacher.close();
    }

    @DataProvider
    public static Object[][] names() {
        return new PublishedRecipes()
                .recipes().stream().map(recipe -> new Object[] {recipe.name()}).toArray(Object[][]::new);
    }

    private Distillation distillation(String name) {
        Recipe recipe = Objects.requireNonNull(Recipes.all().get(name));
        return recipe.distillation(TASK, recipe.defaults().epochs(2).learningRate(0.01), teacher);
    }

    @Test(dataProvider = "names")
    public void itGoesOnTheSame(String name) throws IOException {
        SameBits.checkKilled(() -> distillation(name), TRAINING_DATA, 3);
    }

    @Test(dataProvider = "names")
    public void itIsInAGroupAsAlone(String name) throws IOException {
        SameBits.checkSeeds(() -> distillation(name), TRAINING_DATA);
    }

    @Test(dataProvider = "names")
    public void itTrains(String name) throws IOException {
        WeightCheck.of(distillation(name), TRAINING_DATA)
                .forEach(share -> assertTrue(share.gradient() > 0, share.toString()));
        try (TrainedStudent trained = distillation(name).train(TRAINING_DATA)) {
            List<EpochResult> history = trained.getHistory();
            for (EpochResult epoch : history) {
                assertTrue(Double.isFinite(epoch.loss()), epoch.toString());
            }
            assertTrue(history.get(history.size() - 1).testAccuracy() != null);
        }
    }

    @Test
    public void factorTransferTrainsItsParaphraserFirst() throws IOException {
        try (TrainedStudent trained = distillation("ft").train(TRAINING_DATA)) {
            EpochResult first = trained.getHistory().get(0);
            assertEquals(first.stageName(), "modules");
            assertNull(first.testAccuracy());
            assertEquals(first.terms().keySet().toString(), "[reconstruction]");
            assertEquals(trained.getHistory().get(1).terms().keySet().toString(), "[labels, factors]");
        }
    }

    /** What is trained, tested, saved and loaded again is one network, and its classifier is the teacher's to the bit. */
    @Test
    public void simKdShipsTheStudentWithTheTeachersClassifier() throws IOException {
        try (TrainedStudent trained = distillation("simkd").train(TRAINING_DATA)) {
            Map<String, float[]> values = Snapshot.of(trained.getNetwork()).values();
            Map<String, float[]> theirs =
                    Snapshot.of(teacher.partAfter(PaperNetworks.LAST)).values();
            assertEquals(theirs.size(), 2);
            theirs.forEach((name, numbers) -> assertEquals(
                    values.entrySet().stream()
                            .filter(entry -> entry.getKey().endsWith("classifier_" + name))
                            .findFirst()
                            .orElseThrow()
                            .getValue(),
                    numbers));
            assertEquals(trained.getHistory().get(0).stageName(), "up to projector");
            Double during = trained.getHistory().get(1).testAccuracy();
            Path file = Files.createTempDirectory("simkd").resolve("weights.safetensors");
            trained.save(file);
            Student network = ExtendedStudents.withTeachersClassifier(TaskNetworks.of(TASK));
            try (TrainedStudent loaded = TrainedStudent.load(network, file, IMAGE, Device.cpu())) {
                Snapshot.of(trained.getNetwork()).assertSameBits(Snapshot.of(loaded.getNetwork()));
                try (NDManager manager = NDManager.newBaseManager()) {
                    assertEquals(
                            Evaluation.accuracy(loaded.getNetwork(), new TinyImages(IMAGE, 6, 3), manager), during);
                }
            }
        }
    }

    @Test
    public void aTeacherThatDoesNotFitIsSaidToBeSo() {
        Teacher other = TrainedStudent.untrained(
                        PaperNetworks.teacher(new Task(IMAGE, TinyImages.CLASSES, 0.125)), IMAGE, 7, Device.cpu())
                .asTeacher();
        try (other) {
            InputException refusal = expectThrows(InputException.class, () -> new TeachersClassifier()
                    .distillation(TASK, new TeachersClassifier().defaults().epochs(1), other)
                    .train(TRAINING_DATA));
            String message = String.valueOf(refusal.getMessage());
            assertTrue(
                    message.startsWith("The initial weights \"classifier: the teacher after conv10\" do not fit"),
                    message);
        }
    }
}
