package dev.understudy.objective;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.understudy.Activations;
import dev.understudy.AuxiliaryModule;
import dev.understudy.FixedShapes;
import dev.understudy.InputException;
import dev.understudy.StepContext;
import dev.understudy.StudentTap;
import dev.understudy.TeacherTap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public final class ReviewKdTest {

    private static final List<StudentTap> STUDENT =
            List.of(new StudentTap("conv1"), new StudentTap("conv2"), new StudentTap("average"));
    private static final List<TeacherTap> TEACHER =
            List.of(new TeacherTap("conv2"), new TeacherTap("conv4"), new TeacherTap("average"));

    private static ReviewKd review(int stages, int width) {
        return new ReviewKd(STUDENT.subList(0, stages), TEACHER.subList(0, stages), width);
    }

    /** 7 x 7 to 8 x 8, then 4 x 4 to 3 x 3, then pooled features; other channels everywhere. */
    private static NDList student(NDManager manager, int stages, int batch) {
        NDList all = new NDList(
                Sines.of(manager, 1.3, 0.2, batch, 3, 7, 7),
                Sines.of(manager, 1.7, 0.4, batch, 4, 4, 4),
                Sines.of(manager, 0.9, 0.6, batch, 5));
        return all.subNDList(0, stages);
    }

    private static NDList teacher(NDManager manager, int stages, int batch) {
        NDList all = new NDList(
                Sines.of(manager, 0.7, 1.0, batch, 4, 8, 8),
                Sines.of(manager, 0.5, 0.3, batch, 6, 3, 3),
                Sines.of(manager, 1.1, 0.8, batch, 7));
        return all.subNDList(0, stages);
    }

    private static FixedShapes shapes(NDList student, NDList teacher) {
        return FixedShapes.at(
                tap -> ofOne(student.get(STUDENT.indexOf(tap))), tap -> ofOne(teacher.get(TEACHER.indexOf(tap))));
    }

    private static Shape ofOne(NDArray features) {
        return new Shape(1).addAll(features.getShape().slice(1));
    }

    private static NDArray loss(ReviewKd review, NDList student, NDList teacher) {
        NDManager manager = student.head().getManager();
        Map<StudentTap, NDArray> own = new LinkedHashMap<>();
        Map<TeacherTap, NDArray> other = new LinkedHashMap<>();
        for (int i = 0; i < student.size(); i++) {
            own.put(STUDENT.get(i), student.get(i));
            other.put(TEACHER.get(i), teacher.get(i));
        }
        return review.loss(StepContext.of(
                        new Activations<>("student", own, null),
                        new Activations<>("teacher", other, null),
                        manager.zeros(new Shape(student.head().getShape().get(0))))
                .modules(new BuiltModules(review.needs(), shapes(student, teacher), manager)));
    }

    /** By PyTorch 2.13 in float64 from the authors' definition; stages, width, batch, value, first gradients by stage. */
    @DataProvider
    public static Object[][] computed() {
        return new Object[][] {
            {1, 512, 1, 0.9446802033305529, new double[][] {{-0.0009036539, -0.0004098054, 0.0001243851, 0.0005413336}}
            },
            {
                2,
                512,
                2,
                2.215754231479509,
                new double[][] {
                    {0.000257783, -0.0000403023, -0.000097597, -0.0001666357},
                    {0.1671087199, -0.0703149538, -0.2199184389, 0.0082727323}
                }
            },
            {
                2,
                3,
                1,
                2.112969394778526,
                new double[][] {
                    {0.0008353251, 0.0008318152, 0.0005197461, 0.0000927038},
                    {0.0773280372, 0.0129933439, 0.1134083048, -0.0177339649}
                }
            },
            {
                3,
                512,
                2,
                3.6917483390794805,
                new double[][] {
                    {0.0019361567, -0.0008714237, -0.0012212267, -0.0009705795},
                    {-0.0322473533, -0.0439232717, -0.0197426922, 0.0037555374},
                    {0.0000422147, -0.000017257, -0.0000578701, -0.0000352424}
                }
            },
        };
    }

    @Test(dataProvider = "computed")
    public void theNumbersAreThoseOfPyTorch(int stages, int width, int batch, double value, double[][] gradients) {
        try (NDManager manager = NDManager.newBaseManager()) {
            ReviewKd review = review(stages, width);
            NDList teacher = teacher(manager, stages, batch);
            assertEquals(loss(review, student(manager, stages, batch), teacher).getFloat(), value, 1e-5);
            for (int stage = 0; stage < stages; stage++) {
                int changed = stage;
                NDArray features = student(manager, stages, batch).get(stage);
                float[] gradient = Sines.gradient(features, own -> {
                    NDList student = student(manager, stages, batch);
                    student.set(changed, own);
                    return loss(review, student, teacher);
                });
                for (int i = 0; i < 4; i++) {
                    assertEquals(gradient[i], gradients[stage][i], 1e-5, "stage " + stage + ", " + i);
                }
            }
        }
    }

    @Test
    public void theGradientIsThatOfDifferences() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDList teacher = teacher(manager, 2, 2);
            NDArray deeper = student(manager, 2, 2).get(1);
            assertEquals(
                    Sines.gradient(deeper, own -> loss(review(2, 3), with(manager, own), teacher)),
                    Sines.differences(deeper, own -> loss(review(2, 3), with(manager, own), teacher)),
                    2e-3f);
        }
    }

    private static NDList with(NDManager manager, NDArray deeper) {
        return new NDList(student(manager, 2, 2).get(0), deeper);
    }

    /** By PyTorch 2.13 in float64: torch.nn.functional.adaptive_avg_pool2d and mse_loss. */
    @DataProvider
    public static Object[][] distances() {
        return new Object[][] {
            {new Shape(2, 3, 7, 7), 0.5753477129494813, -0.0028325041, -0.0011419503},
            {new Shape(2, 2, 8, 8), 0.6664683704560947, -0.004838821, -0.0021361884},
            {new Shape(1, 2, 5, 6), 0.6105327437120841, -0.009699491, 0.0007165014},
            {new Shape(2, 3, 2, 2), 0.7110792017763888, -0.0484702605, -0.0124351588},
            {new Shape(2, 4, 1, 1), 0.8701417672729858, -0.1607004135, 0.001457544},
            {new Shape(1, 2, 9, 3), 0.5643987370848956, -0.0144692281, -0.0005895273},
        };
    }

    @Test(dataProvider = "distances")
    public void theDistanceIsThatOfPyTorch(Shape shape, double value, double first, double second) {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray student = Sines.of(manager, 1.3, 0.2, shape.getShape());
            NDArray teacher = Sines.of(manager, 0.7, 1.0, shape.getShape());
            assertEquals(ReviewKd.distance(student, teacher).getFloat(), value, 1e-5);
            float[] gradient = Sines.gradient(student, own -> ReviewKd.distance(own, teacher));
            assertEquals(gradient[0], first, 1e-5);
            assertEquals(gradient[1], second, 1e-5);
            assertEquals(gradient, Sines.differences(student, own -> ReviewKd.distance(own, teacher)), 2e-3f);
        }
    }

    @Test
    public void valuesWorkedOutByHand() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray two = manager.create(new float[] {1, 2, 3, 4}, new Shape(1, 1, 2, 2));
            // Full size: (1 + 4 + 9 + 16) / 4 = 7.5. The level 1: 2.5^2 / 2 = 3.125. Together over 1 + 1/2: 7.08333.
            assertEquals(ReviewKd.distance(two, two.zerosLike()).getFloat(), 10.625 / 1.5, 1e-5);
            NDArray three = manager.create(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, new Shape(1, 1, 3, 3));
            // Full size: 285 / 9. The level 2, in windows that share the middle row and column: means 3, 4, 6 and 7,
            // (9 + 16 + 36 + 49) / 4 / 2 = 13.75. The level 1: 5^2 / 4 = 6.25. Together over 1 + 1/2 + 1/4: 29.52381.
            assertEquals(ReviewKd.distance(three, three.zerosLike()).getFloat(), (285 / 9.0 + 20) / 1.75, 1e-5);
        }
    }

    @Test
    public void theDistanceIsZeroAtEqualityAndSeesNothingButTheDifference() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray student = Sines.of(manager, 1.3, 0.2, 2, 3, 7, 7);
            NDArray teacher = Sines.of(manager, 0.7, 1.0, 2, 3, 7, 7);
            assertEquals(ReviewKd.distance(student, student).getFloat(), 0f);
            assertEquals(
                    ReviewKd.distance(student.add(1), teacher.add(1)).getFloat(),
                    ReviewKd.distance(student, teacher).getFloat(),
                    1e-6f);
        }
    }

    @Test
    public void theOrderOfTheImagesDoesNotMatter() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDList student = student(manager, 3, 2);
            NDList teacher = teacher(manager, 3, 2);
            assertEquals(
                    loss(review(3, 512), turned(student), turned(teacher)).getFloat(),
                    loss(review(3, 512), student, teacher).getFloat(),
                    1e-5f);
        }
    }

    private static NDList turned(NDList all) {
        NDList turned = new NDList();
        all.forEach(each -> turned.add(each.flip(0)));
        return turned;
    }

    @Test
    public void aModuleHasTheInputsAndOutputsOfItsStage() {
        try (NDManager manager = NDManager.newBaseManager()) {
            ReviewKd review = review(3, 512);
            FixedShapes shapes = shapes(student(manager, 3, 1), teacher(manager, 3, 1));
            List<String> inputs = new ArrayList<>();
            review.needs()
                    .getModules()
                    .forEach(module -> inputs.add(
                            module.getBuilder().build(shapes).orElseThrow().toString()));
            assertEquals(
                    inputs,
                    List.of(
                            "block for [(1, 3, 7, 7), (1, 5, 3, 3)]",
                            "block for [(1, 4, 4, 4), (1, 5, 1, 1)]",
                            "block for [(1, 5, 1, 1)]"));
            Map<String, Block> blocks = new BuiltModules(review.needs(), shapes, manager).blocks();
            assertEquals(
                    List.copyOf(blocks.keySet()).get(0),
                    "review [conv1, conv2, average] -> [conv2, conv4, average] 512: conv1");
            Block middle = List.copyOf(blocks.values()).get(1);
            assertEquals(
                    middle.getOutputShapes(new Shape[] {new Shape(2, 4, 4, 4), new Shape(2, 5, 1, 1)}),
                    new Shape[] {new Shape(2, 6, 3, 3), new Shape(2, 5, 3, 3)});
            // 4 x 5 and 5 x 6 x 9 weights, four numbers for each of 5 + 6 normalised channels, 10 x 2 and 2 of the
            // attention.
            long numbers = middle.getParameters().values().stream()
                    .mapToLong(parameter -> parameter.getShape().size())
                    .sum();
            assertEquals(numbers, 20 + 270 + 44 + 22);
        }
    }

    @Test
    public void theFirstWeightsLieWithinTheAuthorsBounds() {
        try (NDManager manager = NDManager.newBaseManager()) {
            FixedShapes shapes = shapes(student(manager, 1, 1), teacher(manager, 1, 1));
            AuxiliaryModule.Built built = review(1, 512)
                    .needs()
                    .getModules()
                    .get(0)
                    .getBuilder()
                    .build(shapes)
                    .orElseThrow();
            Block block = built.getBlock().get();
            block.initialize(manager, ai.djl.ndarray.types.DataType.FLOAT32, built.getInputs());
            float largest =
                    block.getParameters().valueAt(5).getArray().abs().max().getFloat();
            // 3 channels of 3 x 3: sqrt(3 / 27) = 1/3; of 108 numbers the largest is close to it.
            assertTrue(largest <= 1f / 3 && largest > 0.25f, "" + largest);
        }
    }

    @Test
    public void whatDoesNotFitIsRefused() {
        assertEquals(
                expectThrows(InputException.class, () -> ReviewKd.of(STUDENT, TEACHER.subList(0, 2)))
                        .getMessage(),
                "Knowledge review needs as many layers of the student as of the teacher, 1 or more, got [conv1, conv2,"
                        + " average] and [conv2, conv4]");
        expectThrows(InputException.class, () -> ReviewKd.of(List.of(), List.of()));
        assertEquals(
                expectThrows(InputException.class, () -> review(3, 0)).getMessage(),
                "Knowledge review needs a width of 1 channel or more, got 0");
        AuxiliaryModule.Builder tokens =
                review(1, 512).needs().getModules().get(0).getBuilder();
        assertEquals(
                expectThrows(
                                InputException.class,
                                () -> tokens.build(FixedShapes.of(new Shape(1, 5, 8), new Shape(1, 4, 2, 2))))
                        .getMessage(),
                "Knowledge review needs activations [batch, channels, height, width] or pooled ones [batch, channels], got"
                        + " (1, 5, 8) at \"conv1\"");
        try (NDManager manager = NDManager.newBaseManager()) {
            InputException other = expectThrows(
                    InputException.class,
                    () -> ReviewKd.distance(manager.ones(new Shape(1, 2, 4, 4)), manager.ones(new Shape(1, 2, 4, 3))));
            assertEquals(
                    other.getMessage(),
                    "Knowledge review compares features [batch, channels, height, width] of one shape, got (1, 2, 4, 4) and"
                            + " (1, 2, 4, 3)");
        }
    }
}
