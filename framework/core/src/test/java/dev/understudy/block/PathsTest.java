package dev.understudy.block;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertSame;
import static org.testng.Assert.expectThrows;

import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import dev.understudy.InputException;
import dev.understudy.internal.network.BlockPaths;
import java.util.List;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public final class PathsTest {

    @Test
    public void everyPartOfASequenceAndOfASelfTaughtLayerHasAPath() {
        Layers network = Networks.selfTaughtTwice();
        assertEquals(
                List.copyOf(BlockPaths.of(network).keySet()),
                List.of(
                        "01stem/01conv1/01guided",
                        "01stem/01conv1/02selfTaught",
                        "01stem/01conv1",
                        "01stem",
                        "02conv2/01guided/01conv",
                        "02conv2/01guided/02relu",
                        "02conv2/01guided",
                        "02conv2/02selfTaught/01conv",
                        "02conv2/02selfTaught/02relu",
                        "02conv2/02selfTaught",
                        "02conv2",
                        "03conv3"));
        assertSame(
                BlockPaths.of(network).get("03conv3"),
                network.getChildren().get(2).getValue());
    }

    @DataProvider
    public static Object[][] resolved() {
        return new Object[][] {
            {"conv2/guided", "02conv2/01guided"},
            {"02conv2/01guided", "02conv2/01guided"},
            {"02conv2/guided", "02conv2/01guided"},
            {"conv2/01guided", "02conv2/01guided"},
            {"stem/conv1", "01stem/01conv1"},
            {"conv2/selfTaught/relu", "02conv2/02selfTaught/02relu"},
            {"conv3", "03conv3"},
        };
    }

    @Test(dataProvider = "resolved")
    public void numbersMayBeLeftOut(String path, String full) {
        assertEquals(BlockPaths.resolve(Networks.selfTaughtTwice(), "student", path), full);
    }

    @Test
    public void djlsOwnNamesNeedTheirNumberWhereTheyRepeat() {
        Block network = new SequentialBlock()
                .add(Networks.convolution(2))
                .add(Networks.convolution(2))
                .add(new SequentialBlock().add(Networks.convolution(3)));
        assertEquals(BlockPaths.resolve(network, "teacher", "02Conv2d"), "02Conv2d");
        assertEquals(BlockPaths.resolve(network, "teacher", "SequentialBlock/Conv2d"), "03SequentialBlock/01Conv2d");
        InputException refusal =
                expectThrows(InputException.class, () -> BlockPaths.resolve(network, "teacher", "Conv2d"));
        assertEquals(refusal.getMessage(), "\"Conv2d\" in the teacher could be any of [01Conv2d, 02Conv2d]");
    }

    @Test
    public void aNameGivenTwiceNeedsItsNumber() {
        Layers network = new Layers().add("same", new LambdaBlock(list -> list)).add("same", Networks.convolution(1));
        InputException refusal =
                expectThrows(InputException.class, () -> BlockPaths.resolve(network, "student", "same"));
        assertEquals(refusal.getMessage(), "\"same\" in the student could be any of [01same, 02same]");
        assertEquals(BlockPaths.resolve(network, "student", "02same"), "02same");
    }

    @Test
    public void everyPathThatARefusalListsIsOne() {
        Block network = new Layers()
                .add("conv1", new SequentialBlock().add(Networks.convolution(2)).add(Networks.convolution(2)));
        InputException refusal = expectThrows(InputException.class, () -> BlockPaths.resolve(network, "student", "x"));
        assertEquals(
                refusal.getMessage(),
                "No block at \"x\" in the student; there are [conv1/01Conv2d, conv1/02Conv2d, conv1]");
        assertEquals(BlockPaths.resolve(network, "student", "conv1/02Conv2d"), "01conv1/02Conv2d");
    }

    @Test
    public void aRefusalListsWhatThereIs() {
        Block network = new Layers()
                .add("conv1", Networks.convolution(2))
                .add("conv2", new SelfGuided(Networks.convolution(2), Networks.convolution(3)));
        for (String path : new String[] {"conv9", "conv2/taught", "guided", "conv1/conv"}) {
            InputException refusal =
                    expectThrows(InputException.class, () -> BlockPaths.resolve(network, "student", path));
            assertEquals(
                    refusal.getMessage(),
                    "No block at \"" + path
                            + "\" in the student; there are [conv1, conv2/guided, conv2/selfTaught, conv2]");
        }
    }
}
