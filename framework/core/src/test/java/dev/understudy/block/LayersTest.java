package dev.understudy.block;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertSame;
import static org.testng.Assert.expectThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.LambdaBlock;
import ai.djl.training.ParameterStore;
import java.util.List;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public final class LayersTest {

    @Test
    public void numbersItsPartsAndKeepsTheirNames() {
        LambdaBlock first = new LambdaBlock(list -> list);
        Layers layers = new Layers().add("conv1", first).add("Pool_2", new LambdaBlock(list -> list));
        assertEquals(layers.getChildren().keys(), List.of("01conv1", "02Pool_2"));
        assertSame(layers.getChildren().get(0).getValue(), first);
    }

    @Test
    public void runsItsPartsInOrder() {
        Layers layers = new Layers()
                .add(
                        "add",
                        new LambdaBlock(
                                list -> new NDList(list.singletonOrThrow().add(1))))
                .add(
                        "square",
                        new LambdaBlock(
                                list -> new NDList(list.singletonOrThrow().square())));
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray output = layers.forward(
                            new ParameterStore(manager, false), new NDList(manager.create(new float[] {1, 2})), false)
                    .singletonOrThrow();
            assertEquals(output.toFloatArray(), new float[] {4, 9});
        }
    }

    @DataProvider
    public static Object[][] refused() {
        return new Object[][] {{""}, {"1conv"}, {"_conv"}, {"conv 1"}, {"conv4/guided"}, {"conv-1"}, {"größe"}};
    }

    @Test(dataProvider = "refused")
    public void refusesANameThatAPathCouldNotHold(String name) {
        IllegalArgumentException refusal = expectThrows(
                IllegalArgumentException.class, () -> new Layers().add(name, new LambdaBlock(list -> list)));
        assertEquals(
                refusal.getMessage(), "A layer's name is a letter, then letters, digits and _; got \"" + name + "\"");
    }
}
