package dev.understudy.block;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertSame;
import static org.testng.Assert.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import dev.understudy.internal.network.BlockPaths;
import dev.understudy.internal.network.ForwardPlan;
import dev.understudy.internal.network.Inference;
import java.util.List;
import org.testng.annotations.AfterClass;
import org.testng.annotations.Test;

public final class ResidualTest {

    private final NDManager manager = NDManager.newBaseManager();

    @AfterClass
    public void close() {
        manager.close();
    }

    @Test
    public void addsItsInputToWhatItsBodyPutsOut() {
        Residual layer = Networks.initialised(new Residual(Networks.convolution(2), Blocks.identityBlock()), manager);
        NDArray input = Networks.images(manager, 2);
        NDArray sum = Networks.output(layer.first(), input).add(input);
        assertEquals(Networks.output(layer, input), sum);
    }

    @Test
    public void itsBranchesAreItsChildren() {
        Block body = Networks.convolution(3);
        Block shortcut = Blocks.identityBlock();
        Residual layer = new Residual(body, shortcut);
        assertSame(layer.first(), body);
        assertSame(layer.second(), shortcut);
        assertEquals(layer.getChildren().keys(), List.of("01body", "02shortcut"));
    }

    @Test
    public void bothBranchesCanBeTappedAndAPlaceInTheBodyRunsNoFurther() {
        Layers network = Networks.initialised(network(), manager);
        assertEquals(
                BlockPaths.of(network).keySet().stream()
                        .map(BlockPaths::shortest)
                        .toList(),
                List.of("layer/body/conv", "layer/body/norm", "layer/body", "layer/shortcut", "layer", "relu"));
        Block conv = network.getChildren().get(0).getValue();
        ForwardPlan route = ForwardPlan.through(network, List.of("01layer/01body/01conv"), false);
        assertEquals(route.parameters().size(), 2);
        NDArray input = Networks.images(manager, 2);
        NDArray seen = route.run(new ParameterStore(manager, false), new NDList(input), false)
                .singletonOrThrow();
        Block first = conv.getChildren().get(0).getValue().getChildren().get(0).getValue();
        assertEquals(seen, Networks.output(first, input));
    }

    @Test
    public void isTheSameWithItsBatchNormFolded() {
        Layers network = Networks.initialised(network(), manager);
        NDArray input = Networks.images(manager, 2);
        try (Inference inference = Inference.of(network, List.of(), true, manager)) {
            NDArray folded = inference.forward(new NDList(input)).singletonOrThrow();
            NDArray gap = folded.sub(Networks.output(network, input)).abs().max();
            assertTrue(gap.getFloat() < 1e-5, "off by " + gap.getFloat());
        }
    }

    @Test
    public void aGradientGoesThroughBothBranches() {
        Layers network = Networks.initialised(network(), manager);
        ForwardPlan route = ForwardPlan.through(network, List.of(), true);
        NDArray input = Networks.images(manager, 2);
        input.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray output = route.run(new ParameterStore(manager, false), new NDList(input), true)
                    .singletonOrThrow();
            assertEquals(output.getShape(), new Shape(2, 3, 3, 3));
            collector.backward(output.square().sum());
        }
        assertTrue(input.getGradient().abs().sum().getFloat() > 0);
        network.getParameters().forEach(entry -> {
            if (entry.getValue().requiresGradient()) {
                assertTrue(entry.getValue().getArray().getGradient().abs().sum().getFloat() > 0, entry.getKey());
            }
        });
    }

    private static Layers network() {
        return new Layers()
                .add(
                        "layer",
                        new Residual(
                                new Layers()
                                        .add("conv", Networks.convolution(3))
                                        .add("norm", BatchNorm.builder().build()),
                                Networks.convolution(3)))
                .add("relu", Activation.reluBlock());
    }
}
