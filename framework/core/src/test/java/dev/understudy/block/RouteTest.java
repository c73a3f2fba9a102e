package dev.understudy.block;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertThrows;
import static org.testng.Assert.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import dev.understudy.internal.network.ForwardPlan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public final class RouteTest {

    private static final String GUIDED = "02conv2/01guided";
    private static final String SELF_TAUGHT = "02conv2/02selfTaught";

    private final List<String> ran = new ArrayList<>();
    private final NDManager manager = NDManager.newBaseManager();
    private Layers network = new Layers();

    @BeforeMethod
    public void initialise() {
        network = Networks.initialised(
                new Layers()
                        .add("conv1", watched("conv1", 2))
                        .add("conv2", new SelfGuided(watched("guided", 3), watched("selfTaught", 4)))
                        .add("conv3", watched("conv3", 5)),
                manager);
        ran.clear();
    }

    @AfterClass
    public void close() {
        manager.close();
    }

    @DataProvider
    public static Object[][] parts() {
        return new Object[][] {
            {List.of("01conv1"), false, List.of("conv1")},
            {List.of(GUIDED), false, List.of("conv1", "guided")},
            {List.of(SELF_TAUGHT), false, List.of("conv1", "selfTaught")},
            {List.of(GUIDED, SELF_TAUGHT), false, List.of("conv1", "guided", "selfTaught")},
            {List.of("02conv2"), false, List.of("conv1", "guided", "selfTaught")},
            {List.of(GUIDED + "/01conv"), false, List.of("conv1")},
            {List.of(GUIDED, "01conv1"), false, List.of("conv1", "guided")},
            {List.of(GUIDED), true, List.of("conv1", "guided", "selfTaught", "conv3")},
            {List.of(), true, List.of("conv1", "guided", "selfTaught", "conv3")},
        };
    }

    @Test(dataProvider = "parts")
    public void runsOnlyWhatIsNeeded(List<String> taps, boolean output, List<String> expected) {
        run(taps, output);
        assertEquals(ran, expected);
    }

    @Test
    public void givesTheActivationsInTheOrderOfTheTapsAndTheOutputLast() {
        NDArray input = Networks.images(manager, 2);
        SelfGuided layer = (SelfGuided) network.getChildren().get(1).getValue();
        NDArray first = Networks.output(network.getChildren().get(0).getValue(), input);
        NDArray second = Networks.output(layer, first);
        NDList result = run(List.of("02conv2", GUIDED, "01conv1", SELF_TAUGHT), true);
        assertEquals(result.size(), 5);
        assertEquals(result.get(0), second);
        assertEquals(result.get(1), Networks.output(layer.getGuided(), first));
        assertEquals(result.get(2), first);
        assertEquals(result.get(3), Networks.output(layer.getSelfTaught(), first));
        assertEquals(result.get(4), Networks.output(network, input));
    }

    @Test
    public void givesAnActivationAsOftenAsItIsAskedFor() {
        NDList result = run(List.of(GUIDED, "01conv1", GUIDED), false);
        assertEquals(result.get(2), result.get(0));
        assertEquals(ran, List.of("conv1", "guided"));
    }

    @Test
    public void aLossOfTheGuidedBranchGivesNothingElseAGradientEvenWhereAllRuns() {
        SelfGuided layer = (SelfGuided) network.getChildren().get(1).getValue();
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            collector.backward(run(List.of(GUIDED), true).get(0).square().sum());
        }
        assertTrue(steepest(network.getChildren().get(0).getValue()) > 0);
        assertTrue(steepest(layer.getGuided()) > 0);
        assertEquals(steepest(layer.getSelfTaught()), 0f);
        assertEquals(steepest(network.getChildren().get(2).getValue()), 0f);
    }

    @Test
    public void namesTheParametersOnTheWay() {
        Block first = network.getChildren().get(0).getValue();
        SelfGuided layer = (SelfGuided) network.getChildren().get(1).getValue();
        Set<Object> expected = new HashSet<>(first.getParameters().values());
        expected.addAll(layer.getGuided().getParameters().values());
        assertEquals(ForwardPlan.through(network, List.of(GUIDED), false).parameters(), expected);
        assertEquals(
                ForwardPlan.through(network, List.of(GUIDED), true).parameters(),
                new HashSet<>(network.getParameters().values()));
    }

    @Test
    public void refusesToLeadNowhere() {
        assertThrows(IllegalArgumentException.class, () -> ForwardPlan.through(network, List.of(), false));
    }

    private static float steepest(Block block) {
        float steepest = 0;
        for (Parameter parameter : block.getParameters().values()) {
            try (NDArray gradient = parameter.getArray().getGradient()) {
                steepest = Math.max(steepest, gradient.abs().max().getFloat());
            }
        }
        return steepest;
    }

    private NDList run(List<String> taps, boolean output) {
        NDList input = new NDList(Networks.images(manager, 2));
        return ForwardPlan.through(network, taps, output).run(new ParameterStore(manager, false), input, false);
    }

    /** A convolution that says when it ran. */
    private Block watched(String name, int filters) {
        return new Layers().add("conv", Networks.convolution(filters)).add("watch", new LambdaBlock(list -> {
            ran.add(name);
            return list;
        }));
    }
}
