package dev.understudy.internal.network;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.ParameterStore;
import dev.understudy.block.Layers;
import java.util.List;
import org.testng.annotations.AfterClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** A pool of 2x2 in inference puts out what DJL's does, and no other block is taken for one. */
public final class HalvingPoolTest {

    private static final Block POOL = Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2));

    private final NDManager manager = NDManager.newBaseManager();

    @AfterClass
    public void close() {
        manager.close();
    }

    @DataProvider
    public static Object[][] others() {
        return new Object[][] {
            {Pool.maxPool2dBlock(new Shape(2, 2), new Shape(1, 1))},
            {Pool.maxPool2dBlock(new Shape(3, 3), new Shape(2, 2), new Shape(1, 1))},
            {Pool.maxPool2dBlock(new Shape(3, 3), new Shape(2, 2))},
            {Pool.maxPool2dBlock(new Shape(2, 3), new Shape(2, 2))},
            {Pool.maxPool2dBlock(new Shape(1, 2), new Shape(1, 2))},
            {Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2), new Shape(1, 1))},
            {Pool.maxPool2dBlock(new Shape(4, 4), new Shape(4, 4))},
            {Pool.maxPool2dBlock(new Shape(16, 16), new Shape(16, 16))},
            {Pool.avgPool2dBlock(new Shape(2, 2), new Shape(2, 2))},
            {new LambdaBlock(list -> list, "maxPool2d")}
        };
    }

    @Test(dataProvider = "others")
    public void othersStayAsTheyAre(Block other) {
        assertFalse(HalvingPool.is(other, manager));
    }

    @Test
    public void aPoolOfTwoByTwoIsKnown() {
        assertTrue(HalvingPool.is(POOL, manager));
        assertTrue(
                HalvingPool.is(Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2), new Shape(0, 0), true), manager));
    }

    /** By hand: the largest of each four. */
    @Test
    public void theLargestOfFour() {
        NDArray images = manager.create(
                new float[] {
                    1, 2, -1, -2,
                    3, 4, -3, -4,
                    0, 9, 5, 5,
                    8, 7, 5, 5
                },
                new Shape(1, 1, 4, 4));
        assertEquals(shown(images).toFloatArray(), new float[] {4, -1, 9, 5});
    }

    @Test
    public void theNumbersAreThoseOfThePool() {
        NDArray random = manager.randomNormal(new Shape(3, 5, 8, 6));
        NDArray strange = manager.create(
                new float[] {
                    Float.NaN,
                    1,
                    Float.NEGATIVE_INFINITY,
                    Float.NEGATIVE_INFINITY,
                    2,
                    3,
                    Float.NEGATIVE_INFINITY,
                    Float.NEGATIVE_INFINITY,
                    4,
                    5,
                    Float.POSITIVE_INFINITY,
                    0,
                    6,
                    Float.NaN,
                    Float.MAX_VALUE,
                    -Float.MAX_VALUE
                },
                new Shape(1, 1, 4, 4));
        for (NDArray images : List.of(random, random.sign(), strange, random.get(":, :, :7, :5"))) {
            NDArray pooled = plain(images);
            assertEquals(shown(images).getShape(), pooled.getShape());
            assertEquals(shown(images).toFloatArray(), pooled.toFloatArray());
            assertEquals(shown(MemoryFormat.best(images)).toFloatArray(), pooled.toFloatArray());
        }
    }

    private NDArray plain(NDArray images) {
        return POOL.forward(new ParameterStore(manager, false), new NDList(images), false)
                .singletonOrThrow();
    }

    /** A tap on the pool sees it too. */
    private NDArray shown(NDArray images) {
        Layers network = new Layers().add("pool", POOL);
        try (Inference inference = Inference.of(network, List.of("01pool"), true, manager)) {
            NDList seen = inference.forward(new NDList(images));
            assertEquals(seen.get(0).toFloatArray(), seen.get(1).toFloatArray());
            return seen.get(1);
        }
    }
}
