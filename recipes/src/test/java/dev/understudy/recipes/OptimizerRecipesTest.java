package dev.understudy.recipes;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import dev.understudy.Checkpoints;
import dev.understudy.Distillation;
import dev.understudy.Event;
import dev.understudy.Identity;
import dev.understudy.Needs;
import dev.understudy.Objective;
import dev.understudy.Observer;
import dev.understudy.Stage;
import dev.understudy.Student;
import dev.understudy.StudentGroup;
import dev.understudy.StudentTap;
import dev.understudy.Teacher;
import dev.understudy.TeacherTap;
import dev.understudy.TrainedStudent;
import dev.understudy.TrainingData;
import dev.understudy.dataset.DataOptions;
import dev.understudy.dataset.Datasets;
import dev.understudy.internal.network.Blocks;
import dev.understudy.network.PaperNetworks;
import dev.understudy.network.VisionTransformer;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** The recipes with other optimizers train on shapes, go on where they were, and come out in a group as alone. */
public final class OptimizerRecipesTest {

    private static final ImageData SHAPES =
            new ImageData(Datasets.open("shapes", DataOptions.defaults().trainSize(24)));
    private static final Task TASK = SHAPES.task(0.0625);
    private static final TrainingData DATA = SHAPES.trainingData(8, 1);

    private Teacher teacher =
            teacher(PaperNetworks.teacher(TASK), SHAPES.splits().train().shape());

    @BeforeClass
    public void open() {
        teacher.close();
        teacher = teacher(PaperNetworks.teacher(TASK), SHAPES.splits().train().shape());
    }

    @AfterClass
    public void close() {
        teacher.close();
    }

    private static Teacher teacher(Student network, Shape image) {
        Model model = Model.newInstance(network.name(), Device.cpu());
        Block block = network.network().get();
        Blocks.initialize(block, model.getNDManager(), 7, new Shape(1).addAll(image));
        return Teacher.of(network.name(), block, model);
    }

    @DataProvider
    public static Object[][] names() {
        return new OptimizerRecipes()
                .recipes().stream().map(recipe -> new Object[] {recipe.name()}).toArray(Object[][]::new);
    }

    private Distillation distillation(String name, long seed) {
        Recipe recipe = Recipes.named(name);
        return recipe.distillation(TASK, recipe.defaults().epochs(2), teacher).seed(seed);
    }

    private static Map<String, List<Float>> weights(TrainedStudent trained) {
        Map<String, List<Float>> weights = new LinkedHashMap<>();
        for (Pair<String, Parameter> entry : trained.getNetwork().getParameters()) {
            List<Float> values = new ArrayList<>();
            for (float value : entry.getValue().getArray().toFloatArray()) {
                values.add(value);
            }
            weights.put(entry.getKey(), values);
        }
        return weights;
    }

    private Map<String, List<Float>> alone(String name, long seed) throws IOException {
        try (TrainedStudent trained = distillation(name, seed).train(DATA)) {
            assertTrue(Double.isFinite(trained.getHistory().get(1).loss()));
            return weights(trained);
        }
    }

    @Test(dataProvider = "names")
    public void goesOnBitForBitFromTheMiddle(String name) throws IOException {
        Distillation kept = distillation(name, 1)
                .checkpoints(
                        Checkpoints.at(Files.createTempDirectory("recipes")).everySteps(1));
        AtomicInteger steps = new AtomicInteger();
        expectThrows(CancellationException.class, () -> kept.train(DATA, event -> {
                    if (event instanceof Event.StepDone && steps.incrementAndGet() == 4) {
                        throw new CancellationException();
                    }
                })
                .close());
        try (TrainedStudent trained = kept.train(DATA)) {
            assertEquals(weights(trained), alone(name, 1));
        }
        assertEquals(Identity.of(kept, DATA).getUnknown(), List.of());
    }

    @Test(dataProvider = "names")
    public void comesOutInAGroupAsAlone(String name) throws IOException {
        StudentGroup group = StudentGroup.empty().workers(2);
        for (long seed = 1; seed <= 2; seed++) {
            group = group.with("seed " + seed, distillation(name, seed), Observer.NONE);
        }
        List<Map<String, List<Float>>> together = new ArrayList<>();
        group.train(DATA, (member, trained) -> together.add(weights(trained)));
        assertEquals(together, List.of(alone(name, 1), alone(name, 2)));
    }

    @Test
    public void theStagesAreTheAuthors() {
        String dot = distillation("dot", 1).getStages().get(0).toString();
        assertTrue(dot.contains("labels x 0.1 "), dot);
        assertTrue(dot.contains("soft targets x 0.9 SoftTargets[temperature=4.0"), dot);
        assertTrue(dot.contains("DotRule[momentum=0.9, delta=0.075, weightDecay=5.0E-4, decayAll=true]"), dot);
        String vit = distillation("vit", 1).getStages().get(0).toString();
        assertTrue(
                vit.contains("AdamWRule[beta1=0.9, beta2=0.999, epsilon=1.0E-8, weightDecay=0.05, decayAll=false]"),
                vit);
        assertTrue(vit.contains("gradients clipped to the norm 1.0"), vit);
    }

    @Test
    public void aTransformersTokensTeachAnother() throws IOException {
        VisionTransformer small = new VisionTransformer(8, 12, 2, 3);
        Student student = small.student(TASK.classes());
        try (Teacher tokens = teacher(small.depth(3).student(TASK.classes()), TASK.input())) {
            StudentTap mine = VisionTransformer.tokens(1);
            TeacherTap theirs = VisionTransformer.teachersTokens(2);
            Objective same = Objective.reading(Needs.nothing().with(mine).with(theirs), context -> context.getStudent()
                    .get(mine)
                    .sub(context.getTeacher().get(theirs))
                    .square()
                    .mean());
            Distillation distillation =
                    Distillation.of(tokens, student).stage(Stage.whole(1).objective("tokens", 1, same));
            Path file = Files.createTempFile("vit", ".safetensors");
            try (TrainedStudent trained = distillation.train(DATA)) {
                trained.save(file);
                assertTrue(trained.getHistory().get(0).loss() > 0);
                try (TrainedStudent loaded = TrainedStudent.load(student, file, TASK.input(), Device.cpu())) {
                    assertEquals(weights(loaded), weights(trained));
                }
            } finally {
                Files.delete(file);
            }
        }
    }
}
