package dev.understudy.block;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertSame;

import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import org.testng.annotations.Test;

public final class SelfGuidedTest {

    @Test
    public void putsTheGuidedChannelsBeforeTheSelfTaughtOnes() {
        try (NDManager manager = NDManager.newBaseManager()) {
            Block guided = Networks.convolution(2);
            Block selfTaught = Networks.convolution(3);
            SelfGuided layer = Networks.initialised(new SelfGuided(guided, selfTaught), manager);
            NDArray input = Networks.images(manager, 4);
            NDArray output = Networks.output(layer, input);
            assertEquals(output.getShape(), new Shape(4, 5, 3, 3));
            assertEquals(output.get(":, :2"), Networks.output(guided, input));
            assertEquals(output.get(":, 2:"), Networks.output(selfTaught, input));
            assertSame(layer.getGuided(), guided);
            assertSame(layer.getSelfTaught(), selfTaught);
        }
    }

    @Test
    public void saysItsOutputShapeBeforeItRuns() {
        try (NDManager manager = NDManager.newBaseManager()) {
            Layers network = Networks.initialised(Networks.selfTaughtTwice(), manager);
            Block stem = network.getChildren().get(0).getValue();
            Shape[] input = {Networks.INPUT};
            assertEquals(stem.getOutputShapes(input), new Shape[] {new Shape(1, 5, 3, 3)});
            assertEquals(network.getOutputShapes(input), new Shape[] {new Shape(1, 6, 3, 3)});
            assertEquals(Networks.output(network, Networks.images(manager, 2)).getShape(), new Shape(2, 6, 3, 3));
        }
    }

    @Test
    public void itsBranchesAreNamedAmongItsParameters() {
        try (NDManager manager = NDManager.newBaseManager()) {
            SelfGuided layer =
                    Networks.initialised(new SelfGuided(Networks.convolution(2), Networks.convolution(3)), manager);
            assertEquals(
                    layer.getParameters().keys(),
                    List.of("01guided_weight", "01guided_bias", "02selfTaught_weight", "02selfTaught_bias"));
        }
    }

    @Test
    public void savedParametersOfANetworkWithTwoSuchLayersAreLoadedBitByBit()
            throws IOException, MalformedModelException {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray input = Networks.images(manager, 3);
            Layers saved = Networks.initialised(Networks.selfTaughtTwice(), manager);
            ByteArrayOutputStream file = new ByteArrayOutputStream();
            saved.saveParameters(new DataOutputStream(file));
            Layers other = Networks.initialised(Networks.selfTaughtTwice(), manager);
            assertNotEquals(Networks.output(other, input), Networks.output(saved, input));
            Layers loaded = Networks.selfTaughtTwice();
            loaded.loadParameters(manager, new DataInputStream(new ByteArrayInputStream(file.toByteArray())));
            assertEquals(Networks.output(loaded, input), Networks.output(saved, input));
        }
    }
}
