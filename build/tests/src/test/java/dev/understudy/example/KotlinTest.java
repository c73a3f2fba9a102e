package dev.understudy.example;

import static java.util.Objects.requireNonNull;
import static org.testng.Assert.assertEquals;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.dataset.Dataset;
import dev.understudy.Distillation;
import dev.understudy.Observer;
import dev.understudy.Stage;
import dev.understudy.Student;
import dev.understudy.StudentGroup;
import dev.understudy.Teacher;
import dev.understudy.TrainedStudent;
import dev.understudy.TrainingData;
import dev.understudy.dataset.DataOptions;
import dev.understudy.dataset.Datasets;
import dev.understudy.dataset.LabeledImageDataset;
import dev.understudy.dataset.Splits;
import dev.understudy.network.PaperNetworks;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.recipe.OptionValues;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.Task;
import dev.understudy.recipes.PaperRecipes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class KotlinTest {

    private static final Task TASK = new Task(new Shape(3, 32, 32), 10, 0.0625);
    private static final KotlinExamples KOTLIN = KotlinExamples.INSTANCE;

    private final Map<String, Teacher> teachers = new HashMap<>();
    private TrainingData trainingData = Examples.data(128);

    @BeforeClass
    public void trainTeachers() throws IOException {
        trainingData = Examples.data(128);
        for (Student network : List.of(PaperNetworks.teacher(TASK), PaperNetworks.teacherAugmented(TASK))) {
            TrainedStudent trained = Distillation.alone(network)
                    .stage(Stage.whole(1).objective("labels", 1, new CrossEntropy()))
                    .train(trainingData, Observer.NONE);
            teachers.put(network.name(), trained.asTeacher());
        }
    }

    @AfterClass(alwaysRun = true)
    public void close() {
        teachers.values().forEach(Teacher::close);
    }

    @DataProvider
    public Object[][] schemes() {
        return new Object[][] {
            {Map.of()}, {Map.of("stages", "two", "soft-targets", "yes")},
        };
    }

    @Test(dataProvider = "schemes")
    public void everyRecipeOfThePaperInKotlinGivesTheSameWeightsBitForBit(Map<String, String> options)
            throws IOException {
        Map<String, List<String>> java = train(new PaperRecipes().recipes(), options);
        assertEquals(java.size(), 19);
        assertEquals(train(new KotlinRecipes().recipes(), options), java);
    }

    @Test
    public void theOwnRecipeInKotlinGivesTheSameWeights() throws IOException {
        assertEquals(
                train(List.of(new KotlinRecipe()), Map.of()).get("mine-in-kotlin"),
                train(List.of(new OwnRecipe()), Map.of()).get("mine"));
    }

    @Test
    public void theTwoStagesInKotlinGiveTheSameWeightsAlsoFromItsOwnTrainingData() throws IOException {
        assertEquals(
                weights(KOTLIN.twoStages(teacher(), TASK, KOTLIN.data(128), 1)),
                weights(Examples.twoStages(teacher(), TASK, trainingData, 1)));
    }

    @Test
    public void anObjectiveOfOnesOwnInKotlinGivesTheSameWeights() throws IOException {
        assertEquals(weights(taught(KOTLIN.ownObjective(1))), weights(taught(Examples.ownObjective(1))));
    }

    @Test
    public void studentsLearnTogetherInKotlinAsTheyDoAlone() throws IOException {
        Distillation alone = Distillation.alone(PaperNetworks.student(TASK))
                .stage(Stage.whole(1).objective("labels", 1, new CrossEntropy()));
        Distillation own =
                Distillation.of(teacher(), PaperNetworks.student(TASK)).stage(Examples.ownObjective(1));
        Map<String, TrainedStudent> students = KOTLIN.together(alone, own, trainingData);
        assertEquals(weights(requireNonNull(students.get("alone"))), weights(alone.train(trainingData, Observer.NONE)));
        assertEquals(weights(requireNonNull(students.get("channel"))), weights(own.train(trainingData, Observer.NONE)));
    }

    @Test
    public void aTrainingOfDaysInKotlinGivesTheSameFile() throws IOException {
        Distillation own =
                Distillation.of(teacher(), PaperNetworks.student(TASK)).stage(Examples.ownObjective(1));
        Path java = Files.createTempDirectory("days");
        Path kotlin = Files.createTempDirectory("days");
        Examples.forDays(own, trainingData, java);
        KOTLIN.forDays(own, trainingData, kotlin);
        assertEquals(Files.mismatch(kotlin.resolve("student.safetensors"), java.resolve("student.safetensors")), -1);
    }

    @Test
    public void anObjectiveMayBeAKotlinLambda() {
        try (TrainedStudent student = KOTLIN.calm(teacher(), TASK, trainingData)) {
            assertEquals(student.getHistory().get(0).terms().keySet().stream().toList(), List.of("labels", "calm"));
        }
    }

    @Test
    public void aStudentIsPutToWorkInKotlinAsInJava() throws IOException {
        Shipped shipped = Shipped.make();
        assertEquals(
                ShippingTwin.INSTANCE.classify(shipped.student(), shipped.image()),
                Shipping.classify(shipped.student(), shipped.image()));
    }

    @Test
    public void aStudentsFileIsReadInKotlinAsInJava() throws IOException {
        Path file = Files.createTempFile("student", ".safetensors");
        try (NDManager manager = NDManager.newBaseManager();
                TrainedStudent student = taught(Examples.ownObjective(1))) {
            student.save(file);
            NDArray image = manager.ones(new Shape(1, 3, 32, 32));
            assertEquals(KOTLIN.classify(file, TASK, image), Examples.classify(file, TASK, image));
        } finally {
            Files.delete(file);
        }
    }

    @Test
    public void teachersAreReadFromFilesInKotlinAsInJava() throws IOException {
        Path file = Files.createTempFile("teacher", ".safetensors");
        Path script = Path.of("../../framework/core/src/test/resources/dev/understudy/teacher-tuple.pt");
        Student network = PaperNetworks.student(TASK);
        try (TrainedStudent student = taught(Examples.ownObjective(1))) {
            student.save(file);
            assertEquals(
                    fingerprints(KOTLIN.ownTeachers(network, file, script, TASK.input())),
                    fingerprints(Examples.ownTeachers(network, file, script, TASK.input())));
        } finally {
            Files.delete(file);
        }
    }

    @Test
    public void thePlainDjlLoopInKotlinGivesTheSameWeights() throws Exception {
        assertEquals(plainDjl(KOTLIN::plainDjl), plainDjl(Examples::plainDjl));
    }

    /** A loop over a data set. */
    private interface Loop {
        void run(Model model, Block teacher, Dataset dataset) throws Exception;
    }

    private List<String> plainDjl(Loop loop) throws Exception {
        Splits splits = Datasets.open("shapes", DataOptions.defaults().trainSize(128));
        LabeledImageDataset dataset = LabeledImageDataset.of(splits.train(), 64).normalized(splits.normalization());
        try (Model model = Model.newInstance("student")) {
            Block block = PaperNetworks.student(TASK).network().get();
            block.initialize(model.getNDManager(), DataType.FLOAT32, new Shape(1, 3, 32, 32));
            for (Parameter parameter : block.getParameters().values()) {
                parameter
                        .getArray()
                        .set(steps(Math.toIntExact(parameter.getArray().size())));
            }
            model.setBlock(block);
            loop.run(model, teacher().getNetwork(), dataset);
            return weights(block);
        }
    }

    /** Small numbers above zero. */
    private static float[] steps(int count) {
        float[] steps = new float[count];
        for (int i = 0; i < count; i++) {
            steps[i] = 0.01f * (1 + i % 7);
        }
        return steps;
    }

    private Map<String, List<String>> train(List<Recipe> recipes, Map<String, String> options) throws IOException {
        StudentGroup group = StudentGroup.empty();
        for (Recipe recipe : recipes) {
            Student network = recipe.teacher(TASK);
            Teacher teacher = network == null ? null : requireNonNull(teachers.get(network.name()));
            group = group.with(
                    recipe.name(), recipe.distillation(TASK, values(recipe, options), teacher), Observer.NONE);
        }
        Map<String, List<String>> weights = new HashMap<>();
        group.train(trainingData, (name, student) -> weights.put(name, weights(student)));
        return weights;
    }

    /** One epoch, and those of some options that the recipe has. */
    private static OptionValues values(Recipe recipe, Map<String, String> options) {
        OptionValues values = recipe.defaults().epochs(1);
        for (String name : values.getTexts().keySet()) {
            String text = options.get(name);
            values = text == null ? values : values.with(name, text);
        }
        return values;
    }

    private TrainedStudent taught(Stage stage) throws IOException {
        return Distillation.of(teacher(), PaperNetworks.student(TASK))
                .stage(stage)
                .train(trainingData, Observer.NONE);
    }

    private Teacher teacher() {
        return requireNonNull(teachers.get("teacher"));
    }

    private static List<String> fingerprints(List<Teacher> all) {
        List<String> fingerprints = new ArrayList<>();
        for (Teacher teacher : all) {
            try (teacher) {
                fingerprints.add(teacher.fingerprint());
            }
        }
        return fingerprints;
    }

    private static List<String> weights(TrainedStudent trained) {
        try (trained) {
            return weights(trained.getNetwork());
        }
    }

    private static List<String> weights(Block network) {
        List<String> all = new ArrayList<>();
        for (Parameter parameter : network.getParameters().values()) {
            all.add(Arrays.toString(parameter.getArray().toFloatArray()));
        }
        return all;
    }
}
