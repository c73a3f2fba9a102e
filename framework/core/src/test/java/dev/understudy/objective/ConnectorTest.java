package dev.understudy.objective;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertNotSame;
import static org.testng.Assert.assertSame;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import dev.understudy.Activations;
import dev.understudy.AuxiliaryModule;
import dev.understudy.AuxiliaryModules;
import dev.understudy.FixedShapes;
import dev.understudy.InputException;
import dev.understudy.Needs;
import dev.understudy.StepContext;
import dev.understudy.objective.Connector.Match;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public final class ConnectorTest {

    private static final Shape FEW = new Shape(1, 3, 4, 4);
    private static final Shape MANY = new Shape(1, 8, 4, 4);

    @Test
    public void readsBothTapsAndNoLogits() {
        Needs needs = connector(Match.CHANNELS).needs();
        assertEquals(needs.getStudentTaps(), Set.of(Sample.STUDENT));
        assertEquals(needs.getTeacherTaps(), Set.of(Sample.TEACHER));
        assertFalse(needs.readsStudentLogits() || needs.readsTeacherLogits());
        assertEquals(needs.getModules().size(), 1);
        assertEquals(needs.getModules().get(0).getName(), "connector conv4 -> conv8");
    }

    @Test
    public void aFreshConvolutionBringsTheStudentsChannelsToTheTeachers() {
        AuxiliaryModule.Built built = module(Match.CHANNELS, FEW, MANY).orElseThrow();
        assertEquals(built.getInputs()[0], FEW);
        Block block = built.getBlock().get();
        assertNotSame(built.getBlock().get(), block);
        try (NDManager manager = NDManager.newBaseManager()) {
            block.initialize(manager, DataType.FLOAT32, built.getInputs()[0]);
            NDArray input = manager.ones(new Shape(2, 3, 4, 4));
            NDArray output = block.forward(new ParameterStore(manager, false), new NDList(input), true)
                    .singletonOrThrow();
            assertEquals(output.getShape(), new Shape(2, 8, 4, 4));
            assertEquals(
                    block.getParameters().values().stream()
                            .map(parameter -> parameter.getShape())
                            .toList(),
                    List.of(new Shape(8, 3, 1, 1), new Shape(8)));
        }
    }

    @DataProvider
    public static Object[][] withoutModule() {
        return new Object[][] {
            {Match.CHANNELS, MANY, MANY},
            {Match.CHANNELS, MANY, new Shape(1, 8, 2, 2)},
            {Match.CHANNELS_AND_LOCATIONS, MANY, new Shape(1, 8, 2, 2)},
            {Match.LOCATIONS, FEW, MANY},
        };
    }

    @Test(dataProvider = "withoutModule")
    public void thereIsNoModuleWhereChannelsAreEqualOrNeedNotBe(Match match, Shape student, Shape teacher) {
        assertEquals(module(match, student, teacher), Optional.empty());
    }

    @DataProvider
    public static Object[][] notActivations() {
        return new Object[][] {{MANY, new Shape(1, 10)}, {new Shape(1, 10), MANY}};
    }

    @Test(dataProvider = "notActivations")
    public void refusesWhatHasNoChannelsAndLocations(Shape student, Shape teacher) {
        for (Match match : Match.values()) {
            InputException refusal = expectThrows(InputException.class, () -> module(match, student, teacher));
            assertEquals(
                    refusal.getMessage(),
                    "Knowledge of a layer needs activations [batch, channels, height, width], got " + student
                            + " at the student's \"conv4\" and " + teacher + " at the teacher's \"conv8\"");
        }
    }

    @Test
    public void leavesActivationsOfTheSameSizeAlone() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray student = manager.ones(MANY);
            NDArray teacher = manager.zeros(MANY);
            for (Match match : Match.values()) {
                Connector.Pair pair = connector(match).connect(context(student, teacher, AuxiliaryModules.NONE));
                assertSame(pair.student(), student);
                assertSame(pair.teacher(), teacher);
            }
        }
    }

    @Test
    public void runsTheModuleOnTheStudentsChannels() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray student = manager.ones(FEW);
            NDArray teacher = manager.zeros(MANY);
            AuxiliaryModules modules = (name, inputs, training) -> {
                assertEquals(name, "connector conv4 -> conv8");
                assertSame(inputs.singletonOrThrow(), student);
                assertTrue(training);
                return new NDList(manager.ones(MANY));
            };
            Connector.Pair pair = connector(Match.CHANNELS).connect(context(student, teacher, modules));
            assertEquals(pair.student().getShape(), MANY);
            assertSame(pair.teacher(), teacher);
        }
    }

    @Test
    public void resamplesWhateverIsLargerOnEachSide() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray student = manager.create(new float[] {1, 3, 5, 7}, new Shape(1, 1, 1, 4));
            NDArray teacher = manager.create(new float[] {2, 4, 10, 20}, new Shape(1, 1, 2, 2));
            Connector.Pair pair = connector(Match.LOCATIONS).connect(context(student, teacher, AuxiliaryModules.NONE));
            assertEquals(pair.student().toFloatArray(), new float[] {2, 6}, 1e-6f);
            assertEquals(pair.teacher().toFloatArray(), new float[] {6, 12}, 1e-6f);
            assertEquals(pair.student().getShape(), pair.teacher().getShape());
        }
    }

    @Test
    public void channelsMayBeComparedBetweenDifferentLocations() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray student = manager.ones(MANY);
            NDArray teacher = manager.ones(new Shape(1, 8, 2, 2));
            Connector.Pair pair = connector(Match.CHANNELS).connect(context(student, teacher, AuxiliaryModules.NONE));
            assertSame(pair.student(), student);
            assertSame(pair.teacher(), teacher);
        }
    }

    @Test
    public void knowledgeComparesWhatTheConnectorGives() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray student = manager.create(new float[] {1, 3, 5, 7}, new Shape(1, 1, 1, 4));
            NDArray teacher = manager.create(new float[] {2, 9}, new Shape(1, 1, 1, 2));
            // (1 + 3) / 2 = 2 and (5 + 7) / 2 = 6; differences 0 and 3; 9 / 2.
            NDArray loss = ActivationMatching.of(Sample.STUDENT, Sample.TEACHER)
                    .loss(context(student, teacher, AuxiliaryModules.NONE));
            assertEquals(loss.getFloat(), 4.5f, 1e-6f);
        }
    }

    private static Connector connector(Match match) {
        return new Connector(Sample.STUDENT, Sample.TEACHER, match);
    }

    private static Optional<AuxiliaryModule.Built> module(Match match, Shape student, Shape teacher) {
        return connector(match).needs().getModules().get(0).getBuilder().build(FixedShapes.of(student, teacher));
    }

    private static StepContext context(NDArray student, NDArray teacher, AuxiliaryModules modules) {
        return StepContext.of(
                        new Activations<>("student", Map.of(Sample.STUDENT, student), null),
                        new Activations<>("teacher", Map.of(Sample.TEACHER, teacher), null),
                        student.getManager().zeros(new Shape(student.getShape().get(0))))
                .modules(modules);
    }
}
