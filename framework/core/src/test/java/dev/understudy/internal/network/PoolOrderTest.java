package dev.understudy.internal.network;

import static org.testng.Assert.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import dev.understudy.block.Layers;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.testng.annotations.AfterClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** What a pool before a ReLU puts out and passes back, against DJL's sequence as it stands. */
public final class PoolOrderTest {

    private static final Shape IMAGES = new Shape(4, 3, 9, 9);

    private final NDManager manager = NDManager.newBaseManager();

    @AfterClass
    public void close() {
        manager.close();
    }

    @DataProvider
    public static Object[][] pools() {
        return new Object[][] {
            {Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2))},
            {Pool.maxPool2dBlock(new Shape(3, 3), new Shape(2, 2), new Shape(1, 1))},
            {Pool.maxPool2dBlock(new Shape(2, 3), new Shape(1, 1), new Shape(0, 1), true)}
        };
    }

    @Test(dataProvider = "pools")
    public void answersAndGradientsAreTheSameBits(Block pool) {
        Layers group = new Layers()
                .add("weights", convolution())
                .add("norm", BatchNorm.builder().build())
                .add("relu", Activation.reluBlock());
        Layers network = network(group, pool);
        for (NDArray images : List.of(manager.randomNormal(IMAGES), ties(), manager.zeros(IMAGES))) {
            List<float[]> plain = step(network, images, null);
            List<float[]> ordered = step(network, images, ForwardPlan.through(network, List.of(), true));
            for (int i = 0; i < plain.size(); i++) {
                assertEquals(ordered.get(i), plain.get(i), "of " + i);
            }
            assertEquals(
                    shown(network, images, "02pool").toFloatArray(),
                    network.getChildren()
                            .get(1)
                            .getValue()
                            .forward(
                                    new ParameterStore(manager, false),
                                    new NDList(shown(network, images, "01group")),
                                    false)
                            .singletonOrThrow()
                            .toFloatArray());
        }
    }

    /** By hand: of -1 and -2 the larger is -1, which is cut off; of 3 and -4 it is 3, and the gradient goes there. */
    @Test
    public void aPoolOfTwo() {
        Layers network = new Layers()
                .add("relu", Activation.reluBlock())
                .add("pool", Pool.maxPool2dBlock(new Shape(1, 2), new Shape(1, 2)));
        network.initialize(manager, DataType.FLOAT32, new Shape(1, 1, 1, 4));
        NDArray images = manager.create(new float[] {-1, -2, 3, -4}, new Shape(1, 1, 1, 4));
        images.setRequiresGradient(true);
        try (GradientCollector collector = manager.getEngine().newGradientCollector()) {
            NDArray output = ForwardPlan.through(network, List.of(), true)
                    .run(new ParameterStore(manager, false), new NDList(images), true)
                    .get(0);
            assertEquals(output.toFloatArray(), new float[] {0, 3});
            collector.backward(output.sum());
        }
        assertEquals(images.getGradient().toFloatArray(), new float[] {0, 0, 1, 0});
    }

    @Test
    public void aPoolComesFirstWhereNobodyReadsTheRelu() {
        Block pool = Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2));
        Block relu = Activation.reluBlock();
        Block before = convolution();
        PlanStep group = new PlanChain(List.of(PlanLeaf.of(before, -1), PlanLeaf.of(relu, -1)), -1);
        assertEquals(blocks(List.of(group, PlanLeaf.of(pool, 2))), List.of(before, pool, relu));
        assertEquals(
                PlanChain.of(List.of(group, PlanLeaf.of(pool, 2)), -1)
                        .steps()
                        .get(2)
                        .record(),
                2);
        assertEquals(
                blocks(List.of(PlanLeaf.of(relu, -1), PlanLeaf.of(pool, -1), PlanLeaf.of(pool, -1))),
                List.of(pool, pool, relu));
    }

    @Test
    public void theOrderStaysWhereItWouldBeSeen() {
        Block pool = Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2));
        Block relu = Activation.reluBlock();
        assertEquals(blocks(List.of(PlanLeaf.of(relu, 0), PlanLeaf.of(pool, -1))), List.of(relu, pool));
        PlanStep tapped = new PlanChain(List.of(PlanLeaf.of(relu, -1)), 0);
        assertEquals(blocks(List.of(tapped, PlanLeaf.of(pool, -1))), List.of(relu, pool));
        Block average = Pool.avgPool2dBlock(new Shape(2, 2), new Shape(2, 2));
        assertEquals(blocks(List.of(PlanLeaf.of(relu, -1), PlanLeaf.of(average, -1))), List.of(relu, average));
        for (Block other : List.of(Activation.leakyReluBlock(0.1f), new LambdaBlock(list -> list, "ReLU"))) {
            assertEquals(blocks(List.of(PlanLeaf.of(other, -1), PlanLeaf.of(pool, -1))), List.of(other, pool));
        }
    }

    private static List<Block> blocks(List<PlanStep> steps) {
        List<Block> found = new ArrayList<>();
        PlanChain.of(steps, -1).steps().forEach(step -> collect(step, found));
        return found;
    }

    private static void collect(PlanStep step, List<Block> into) {
        if (step instanceof PlanChain chain) {
            chain.steps().forEach(inner -> collect(inner, into));
        } else {
            into.add(((PlanLeaf) step).block());
        }
    }

    private static Conv2d convolution() {
        return Conv2d.builder()
                .setKernelShape(new Shape(3, 3))
                .optPadding(new Shape(1, 1))
                .setFilters(16)
                .build();
    }

    private Layers network(Block group, Block pool) {
        Layers network = new Layers().add("group", group).add("pool", pool).add("last", convolution());
        Blocks.initialize(network, manager, 3, new Shape(1, 3, 9, 9));
        network.getParameters().values().stream()
                .filter(parameter -> !Blocks.isStatistic(parameter))
                .forEach(parameter -> parameter.getArray().setRequiresGradient(true));
        return network;
    }

    /** Images of three numbers, so that windows have several largest ones. */
    private NDArray ties() {
        float[] numbers = new float[Math.toIntExact(IMAGES.size())];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = i * 7 % 3 - 1;
        }
        return manager.create(numbers, IMAGES);
    }

    private NDArray shown(Layers network, NDArray images, String tap) {
        return ForwardPlan.through(network, List.of(tap), false)
                .run(new ParameterStore(manager, false), new NDList(MemoryFormat.best(images)), false)
                .get(0);
    }

    /** The output and the gradients of all weights. */
    private List<float[]> step(Layers network, NDArray images, @Nullable ForwardPlan plan) {
        List<float[]> numbers = new ArrayList<>();
        try (NDManager scope = manager.newSubManager();
                GradientCollector collector = manager.getEngine().newGradientCollector()) {
            ParameterStore parameters = new ParameterStore(scope, false);
            NDList input = new NDList(MemoryFormat.best(images));
            NDArray output = plan == null
                    ? network.forward(parameters, input, true).singletonOrThrow()
                    : plan.run(parameters, input, true).get(0);
            collector.backward(output.square().sum());
            numbers.add(output.toFloatArray());
        }
        network.getParameters().values().stream()
                .filter(parameter -> !Blocks.isStatistic(parameter))
                .forEach(parameter -> {
                    try (NDArray gradient = parameter.getArray().getGradient()) {
                        numbers.add(gradient.toFloatArray());
                        gradient.muli(0);
                    }
                });
        return numbers;
    }
}
