package dev.understudy.block;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import dev.understudy.InputException;
import dev.understudy.Tiny;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public final class PartsTest {

    @DataProvider
    public static Object[][] paths() {
        return new Object[][] {{"conv1"}, {"conv2"}, {"conv3"}, {"conv3/norm"}, {"conv1/conv"}, {"classes/pool"}};
    }

    /** One part after the other is the network. */
    @Test(dataProvider = "paths")
    public void theTwoPartsAreTheWhole(String path) {
        try (Model model = Model.newInstance("parts", Device.cpu());
                NDManager manager = NDManager.newBaseManager()) {
            Block network = Tiny.initialised(Tiny.selfTaught(), model);
            NDArray input = manager.randomNormal(new Shape(2, 3, 8, 8));
            NDArray middle = run(Parts.upTo(network, path), input, manager);
            NDArray end = run(Parts.after(network, path), middle, manager);
            assertEquals(end.toFloatArray(), run(network, input, manager).toFloatArray());
        }
    }

    private static NDArray run(Block block, NDArray input, NDManager manager) {
        return block.forward(new ParameterStore(manager, false), new NDList(input), false)
                .singletonOrThrow();
    }

    @Test
    public void afterTheLastBlockThereIsNothing() {
        assertTrue(Parts.after(Tiny.selfTaught(), "classes").getChildren().isEmpty());
    }

    @Test
    public void namesStay() {
        Layers part = Parts.after(Tiny.selfTaught(), "conv2");
        assertEquals(part.getChildren().keys().toString(), "[01conv3, 02classes]");
    }

    @Test
    public void aLayerOfBranchesStaysWhole() {
        InputException refusal =
                expectThrows(InputException.class, () -> Parts.upTo(Tiny.selfTaught(), "conv2/guided"));
        assertEquals(
                refusal.getMessage(),
                "A network cannot be cut at \"02conv2/01guided\", which lies within a SelfGuided; cut it at a block around"
                        + " that");
        expectThrows(InputException.class, () -> Parts.upTo(Tiny.selfTaught(), "conv9"));
    }
}
