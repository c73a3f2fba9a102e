package dev.understudy.block;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.expectThrows;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.training.GradientCollector;
import dev.understudy.InputException;
import dev.understudy.internal.network.MemoryFormat;
import org.testng.annotations.AfterClass;
import org.testng.annotations.Test;

/** What ShuffleNet is made of. */
public final class ChannelBlocksTest {

    private final NDManager manager = NDManager.newBaseManager();

    @AfterClass
    public void close() {
        manager.close();
    }

    /** One image of 1x2 pixels: channel c holds 10 c and 10 c + 1. */
    private NDArray image(int channels) {
        float[] values = new float[2 * channels];
        for (int i = 0; i < values.length; i++) {
            values[i] = 10 * (i / 2) + i % 2;
        }
        return manager.create(values, new Shape(1, channels, 1, 2));
    }

    /** Groups (0 1) (2 3) (4 5): first ones 0 2 4, then second ones 1 3 5. */
    @Test
    public void aShuffleTakesTheFirstOfEachGroupThenTheSecond() {
        NDArray found = Networks.output(new ChannelShuffle(3), image(6));
        assertEquals(found.getShape(), new Shape(1, 6, 1, 2));
        assertEquals(found.toFloatArray(), new float[] {0, 1, 20, 21, 40, 41, 10, 11, 30, 31, 50, 51});
    }

    @Test
    public void aShuffleIsTheSameInEitherOrderOfMemoryAndIsUndoneByItsTransposed() {
        NDArray images = manager.randomNormal(new Shape(2, 12, 3, 5));
        NDArray first = Networks.output(new ChannelShuffle(4), images);
        assertEquals(Networks.output(new ChannelShuffle(4), MemoryFormat.best(images)), first);
        assertEquals(Networks.output(new ChannelShuffle(3), first), images);
        assertEquals(Networks.output(new ChannelShuffle(1), images), images);
    }

    /** The loss is the sum of each output channel times its number, so each input's gradient is where it went. */
    @Test
    public void aShufflesGradientGoesBackWhereTheChannelsCameFrom() {
        NDArray images = image(6);
        images.setRequiresGradient(true);
        NDArray weights = manager.create(new float[] {0, 1, 2, 3, 4, 5}, new Shape(1, 6, 1, 1));
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            collector.backward(
                    Networks.output(new ChannelShuffle(3), images).mul(weights).sum());
        }
        assertEquals(images.getGradient().toFloatArray(), new float[] {0, 0, 3, 3, 1, 1, 4, 4, 2, 2, 5, 5});
    }

    @Test
    public void aRangeTakesItsChannels() {
        NDArray found = Networks.output(new ChannelRange(1, 2), image(4));
        assertEquals(found.toFloatArray(), new float[] {10, 11, 20, 21});
        assertEquals(
                new ChannelRange(1, 2).getOutputShapes(new Shape[] {new Shape(7, 4, 1, 2)})[0], new Shape(7, 2, 1, 2));
    }

    @Test
    public void aConcatenationPutsItsBranchesSideBySide() {
        Block layer = new Concatenation(new ChannelRange(2, 2), Blocks.identityBlock());
        NDArray found = Networks.output(layer, image(4));
        assertEquals(found.getShape(), new Shape(1, 6, 1, 2));
        assertEquals(found.toFloatArray(), new float[] {20, 21, 30, 31, 0, 1, 10, 11, 20, 21, 30, 31});
        assertEquals(layer.getOutputShapes(new Shape[] {new Shape(7, 4, 1, 2)})[0], new Shape(7, 6, 1, 2));
    }

    @Test
    public void whatDoesNotFitIsRefused() {
        assertEquals(
                expectThrows(InputException.class, () -> Networks.output(new ChannelShuffle(4), image(6)))
                        .getMessage(),
                "A channel shuffle of 4 groups takes [batch, channels, height, width] with a multiple of 4 channels, got"
                        + " (1, 6, 1, 2)");
        assertEquals(
                expectThrows(InputException.class, () -> Networks.output(new ChannelRange(3, 4), image(6)))
                        .getMessage(),
                "A range of 4 channels from 3 on wants [batch, channels, ...] with that many, got (1, 6, 1, 2)");
        assertEquals(
                expectThrows(InputException.class, () -> new ChannelRange(3, 0)).getMessage(),
                "A range of channels begins at 0 or later and has 1 or more, got 3 and 0");
        assertEquals(
                expectThrows(InputException.class, () -> new ChannelShuffle(0)).getMessage(),
                "A channel shuffle has 1 group or more, got 0");
    }
}
