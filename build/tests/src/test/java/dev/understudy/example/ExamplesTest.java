package dev.understudy.example;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import dev.understudy.Activations;
import dev.understudy.Distillation;
import dev.understudy.Observer;
import dev.understudy.Stage;
import dev.understudy.Student;
import dev.understudy.Teacher;
import dev.understudy.TeacherTap;
import dev.understudy.TrainedStudent;
import dev.understudy.TrainingData;
import dev.understudy.dataset.DataOptions;
import dev.understudy.dataset.Datasets;
import dev.understudy.dataset.LabeledImageDataset;
import dev.understudy.dataset.Splits;
import dev.understudy.network.BenchmarkNetwork;
import dev.understudy.network.PaperNetworks;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.recipe.Task;
import dev.understudy.recipes.ImageData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class ExamplesTest {

    /** Pages about notebooks and files. */
    private static final Set<String> WITHOUT_CODE = Set.of("notebook.md", "own-images.md", "image-files.md");

    private static final Pattern SNIPPET = Pattern.compile("```(?:java|kotlin)\\n(.*?)```", Pattern.DOTALL);
    private static final Task TASK = new Task(new Shape(3, 32, 32), 10, 0.0625);

    /** Where compiled examples are: those of these tests, and the files of a new project. */
    private static final List<String> SOURCES = List.of(
            "src/test/java/dev/understudy/example",
            "src/test/kotlin/dev/understudy/example",
            "../../spark/src/test/java/dev/understudy/spark",
            "../../spark/src/test/kotlin/dev/understudy/spark",
            "../../cli/src/main/resources/dev/understudy/cli/file/project");

    @Test
    public void aModelOfDjlsTeachesTheStudentsClasses() {
        List<String> ours = List.of("class 1", "class 0");
        Model model = Model.newInstance("zoo", Device.cpu());
        Block network = PaperNetworks.teacher(TASK).network().get();
        network.initialize(model.getNDManager(), DataType.FLOAT32, new Shape(1).addAll(TASK.input()));
        model.setBlock(network);
        List<String> theirs =
                IntStream.range(0, TASK.classes()).mapToObj(i -> "class " + i).toList();
        try (Teacher teacher = Examples.fromDjl(model, theirs, ours);
                NDManager manager = NDManager.newBaseManager()) {
            NDList images = new NDList(manager.zeros(new Shape(3).addAll(TASK.input())));
            Activations<TeacherTap> shown =
                    teacher.open(manager, Set.of(PaperNetworks.GUIDING), true).forward(images);
            assertEquals(shown.getLogits().getShape(), new Shape(3, 2));
        }
    }

    @Test
    public void aTrainingOfDaysLeavesItsStudentAndTheLastCheckpoint() throws IOException {
        Path folder = Files.createTempDirectory("days");
        Splits splits = Datasets.open("shapes", DataOptions.defaults().trainSize(60));
        TrainingData trainingData =
                TrainingData.of(splits.train().shape(), LabeledImageDataset.of(splits.train(), 30)::at);
        Distillation alone = Distillation.alone(PaperNetworks.student(TASK))
                .stage(Stage.whole(1).objective("labels", 1, new CrossEntropy()));
        Examples.forDays(alone, trainingData, folder);
        assertTrue(Files.size(folder.resolve("student.safetensors")) > 0);
        assertEquals(files(folder.resolve("checkpoints"), ".safetensors").size(), 1);
    }

    @DataProvider
    public Object[][] pages() throws IOException {
        List<Path> pages =
                new ArrayList<>(List.of(Path.of("../..", "README.md"), Path.of("../..", "docs", "deploy.md")));
        pages.addAll(files(Path.of("../..", "docs", "guide"), ".md"));
        return pages.stream().map(page -> new Object[] {page}).toArray(Object[][]::new);
    }

    @Test(dataProvider = "pages")
    public void everySnippetStandsInCompiledSourcesWordForWord(Path page) throws IOException {
        StringBuilder sources = new StringBuilder();
        for (String folder : SOURCES) {
            for (Path file : files(Path.of(folder), "")) {
                sources.append(squeezed(Files.readString(file)));
            }
        }
        Matcher matcher = SNIPPET.matcher(Files.readString(page));
        List<String> missing = new ArrayList<>();
        int found = 0;
        while (matcher.find()) {
            found++;
            for (String part : matcher.group(1).split("\\n\\s*\\n", -1)) {
                if (sources.indexOf(squeezed(part)) < 0) {
                    missing.add(part);
                }
            }
        }
        assertTrue(found >= 1 || WITHOUT_CODE.contains(page.getFileName().toString()), "no snippet found in " + page);
        assertEquals(missing, List.of(), "not in the examples: " + missing);
    }

    @Test
    public void theTwoStagesOfTheReadmeTrain() throws IOException {
        TrainingData trainingData = Examples.data(256);
        try (Teacher teacher = teacher(trainingData);
                TrainedStudent student = Examples.twoStages(teacher, TASK, trainingData, 1)) {
            assertEquals(student.getHistory().size(), 2);
            assertFalse(student.getLastAccuracy().isEmpty());
        }
    }

    @Test
    public void theStudentsOfSeveralSourcesTrain() throws IOException {
        TrainingData trainingData = Examples.data(256);
        try (Teacher teacher = teacher(trainingData);
                Teacher other = teacher(trainingData);
                TrainedStudent two = Examples.twoTeachers(teacher, other, PaperNetworks.student(TASK), 1)
                        .train(trainingData);
                TrainedStudent mean =
                        Examples.meanTeacher(PaperNetworks.student(TASK), 1).train(trainingData)) {
            assertFalse(two.getLastAccuracy().isEmpty());
            assertFalse(mean.getLastAccuracy().isEmpty());
        }
    }

    @Test
    public void aPublishedMethodTrainsWithOwnValues() throws IOException {
        TrainingData trainingData = Examples.data(256);
        try (Teacher teacher = teacher(trainingData);
                TrainedStudent student =
                        Examples.published(TASK, teacher, 2).seed(42).train(trainingData)) {
            assertEquals(
                    student.getHistory().stream()
                            .map(epoch -> List.copyOf(epoch.terms().keySet()))
                            .toList(),
                    List.of(List.of("reconstruction"), List.of("labels", "factors"), List.of("labels", "factors")));
        }
    }

    @Test
    public void aPublishedMethodTrainsOnAPairOfTheBenchmark() throws IOException {
        ImageData images =
                new ImageData(Datasets.open("shapes", DataOptions.defaults().trainSize(64)));
        Path weights = Files.createTempFile("teacher", ".safetensors");
        Student network = BenchmarkNetwork.named("resnet14", images.task(0.25)).network();
        try (TrainedStudent untrained =
                TrainedStudent.untrained(network, images.task(0.25).input(), 1, Device.cpu())) {
            untrained.save(weights);
        }
        try (TrainedStudent student =
                Examples.onTheBenchmark(images, weights, 1).train(images.trainingData(32, 1))) {
            assertEquals(student.getName(), "resnet8");
        } finally {
            Files.delete(weights);
        }
    }

    @Test
    public void theStudentsOfTheReadmeLearnTogether() throws IOException {
        TrainingData trainingData = Examples.data(256);
        Path folder = Files.createTempDirectory("together");
        try (Teacher teacher = teacher(trainingData)) {
            Examples.together(
                    Distillation.alone(PaperNetworks.student(TASK))
                            .stage(Stage.whole(1).objective("labels", 1, new CrossEntropy())),
                    Distillation.of(teacher, PaperNetworks.student(TASK)).stage(Examples.ownObjective(1)),
                    trainingData,
                    folder);
        }
        for (String name : List.of("alone", "channel")) {
            try (TrainedStudent student = TrainedStudent.load(
                    PaperNetworks.student(TASK), folder.resolve(name + ".safetensors"), TASK.input(), Device.cpu())) {
                assertEquals(student.getName(), "student");
            }
        }
    }

    @Test
    public void aStudentLoadedFromItsFileAnswersAsTheTrainedOne() throws IOException {
        Path weights = Files.createTempFile("student", ".safetensors");
        try (NDManager manager = NDManager.newBaseManager();
                TrainedStudent student = Distillation.alone(PaperNetworks.student(TASK))
                        .stage(Stage.whole(1).objective("labels", 1, new CrossEntropy()))
                        .train(Examples.data(256), Observer.NONE)) {
            student.save(weights);
            NDArray image = manager.arange(3 * 32 * 32).reshape(1, 3, 32, 32).mul(manager.full(new Shape(1), 1e-3f));
            long expected = student.getNetwork()
                    .forward(new ParameterStore(manager, false), new NDList(image), false)
                    .singletonOrThrow()
                    .argMax(1)
                    .getLong(0);
            assertEquals(Examples.classify(weights, TASK, image), expected);
        } finally {
            Files.delete(weights);
        }
    }

    @Test
    public void theObjectiveOfTheReadmeTrains() throws IOException {
        TrainingData trainingData = Examples.data(256);
        try (Teacher teacher = teacher(trainingData);
                TrainedStudent student = Distillation.of(teacher, PaperNetworks.student(TASK))
                        .stage(Examples.ownObjective(1))
                        .train(trainingData, Observer.NONE)) {
            assertEquals(
                    student.getHistory().get(0).terms().keySet().stream().toList(),
                    List.of("labels", "same mean", "calm"));
        }
    }

    @Test
    public void thePlainDjlLoopOfTheReadmeMovesTheStudent() throws Exception {
        Splits splits = Datasets.open("shapes", DataOptions.defaults().trainSize(128));
        LabeledImageDataset dataset = LabeledImageDataset.of(splits.train(), 64).normalized(splits.normalization());
        try (Model model = Model.newInstance("student", Device.cpu());
                Model other = Model.newInstance("teacher", Device.cpu())) {
            Block student = initialized(model);
            Block teacher = initialized(other);
            teacher.freezeParameters(true);
            float[] before = first(student).toFloatArray();
            Examples.plainDjl(model, teacher, dataset);
            float[] after = first(student).toFloatArray();
            assertFalse(Arrays.equals(before, after));
        }
    }

    private static NDArray first(Block block) {
        return block.getParameters().valueAt(0).getArray();
    }

    private static Block initialized(Model model) {
        Block block = PaperNetworks.student(TASK).network().get();
        NDManager manager = model.getNDManager();
        block.initialize(manager, DataType.FLOAT32, new Shape(1, 3, 32, 32));
        model.setBlock(block);
        return block;
    }

    private static Teacher teacher(TrainingData trainingData) throws IOException {
        return Distillation.alone(PaperNetworks.teacher(TASK))
                .stage(Stage.whole(1).objective("labels", 1, new CrossEntropy()))
                .train(trainingData, Observer.NONE)
                .asTeacher();
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> inside = Files.walk(folder)) {
            return inside.filter(
                            file -> Files.isRegularFile(file) && file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    private static String squeezed(String code) {
        return code.replaceAll("\\s+", "");
    }
}
