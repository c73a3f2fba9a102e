package dev.understudy.dataset.internal.batch;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertNotSame;
import static org.testng.Assert.assertSame;
import static org.testng.Assert.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.Batch;
import dev.understudy.dataset.Augmentation;
import dev.understudy.dataset.Images;
import dev.understudy.dataset.Normalization;
import dev.understudy.dataset.Tiny;
import dev.understudy.dataset.internal.set.MemoryImages;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Batches made on a device, here always the processor, against those made in memory. */
public class DeviceSourceTest {
    private static final int SIZE = 11;
    static final int BATCH = 4;
    private static final long SEED = 8;

    /** Grey and coloured, even and odd, of one row, several blocks of records with labels between them. */
    @DataProvider
    public static Object[][] images() {
        return new Object[][] {
            {images(1, 5, 7)}, {images(3, 7, 5)}, {images(3, 4, 4)}, {images(2, 1, 6)}, {images(1, 1, 1)}
        };
    }

    static Images images(int channels, int height, int width) {
        List<byte[]> blocks = new ArrayList<>();
        for (int count : new int[] {4, 4, 3}) {
            blocks.add(new byte[count * (2 + channels * height * width)]);
            new Random(count).nextBytes(blocks.get(blocks.size() - 1));
        }
        int[] labels = IntStream.range(0, SIZE).map(i -> i % 2).toArray();
        return new MemoryImages(new Shape(channels, height, width), List.of("even", "odd"), labels, blocks, 2);
    }

    static BatchPlan recipe(Images images, Augmentation augmentation) {
        int channels = (int) images.shape().get(0);
        Normalization normalization = new Normalization(
                IntStream.range(0, channels).mapToObj(c -> 0.1 + 0.3 * c).toList(),
                IntStream.range(0, channels).mapToObj(c -> 0.7 / (1 + c)).toList());
        return new BatchPlan(images, BATCH, SEED, augmentation, 0, normalization, false, null);
    }

    private static BatchIterator onDevice(NDManager manager, BatchPlan recipe, int epoch) {
        return new BatchIterator(manager, recipe, epoch, new DeviceSource(manager, recipe, epoch));
    }

    private static BatchIterator inMemory(NDManager manager, BatchPlan recipe, int epoch) {
        return new BatchIterator(manager, recipe, epoch, new HostSource(recipe, epoch));
    }

    /** Every bit of the numbers, and whatever else a batch says. */
    private static void assertSameBatches(BatchPlan recipe) {
        try (NDManager manager = NDManager.newBaseManager()) {
            for (int epoch = 0; epoch < 3; epoch++) {
                BatchIterator wanted = inMemory(manager, recipe, epoch);
                BatchIterator got = onDevice(manager, recipe, epoch);
                while (wanted.hasNext()) {
                    try (Batch one = wanted.next();
                            Batch other = got.next()) {
                        assertSameBatch(other, one);
                    }
                }
                assertFalse(got.hasNext());
            }
        }
    }

    private static void assertSameBatch(Batch got, Batch wanted) {
        NDArray data = got.getData().singletonOrThrow();
        assertEquals(data.getShape(), wanted.getData().singletonOrThrow().getShape());
        assertEquals(data.getDataType(), DataType.FLOAT32);
        assertEquals(bits(data), bits(wanted.getData().singletonOrThrow()));
        assertEquals(got.getLabels().singletonOrThrow(), wanted.getLabels().singletonOrThrow());
        assertEquals(got.getIndices(), wanted.getIndices());
        assertEquals(got.getSize(), wanted.getSize());
        assertEquals(got.getProgress(), wanted.getProgress());
        assertEquals(got.getProgressTotal(), wanted.getProgressTotal());
        assertSame(data.getManager(), got.getManager());
    }

    private static List<Integer> bits(NDArray array) {
        float[] numbers = array.toFloatArray();
        return IntStream.range(0, numbers.length)
                .mapToObj(i -> Float.floatToRawIntBits(numbers[i]))
                .toList();
    }

    @Test(dataProvider = "images")
    public void theNumbersAreThoseMadeInMemoryBitForBit(Images images) {
        int side = (int) Math.min(images.shape().get(1), images.shape().get(2));
        for (int padding = 0; padding < side; padding++) {
            assertSameBatches(recipe(images, Augmentation.crop(padding)));
            assertSameBatches(recipe(images, Augmentation.cropAndFlip(padding)));
        }
    }

    @Test
    public void soAreThoseOfViewsAndOfTheGivenOrder() {
        BatchPlan fresh = recipe(images(3, 4, 5), Augmentation.cropAndFlip(2));
        assertSameBatches(fresh.fixedAugmentations(2));
        assertSameBatches(fresh.seed(null));
        assertSameBatches(fresh.seed(null).fixedAugmentations(3));
    }

    @Test
    public void theLastBatchIsSmallOrLeftOut() {
        BatchPlan recipe = recipe(images(3, 4, 5), Augmentation.NONE);
        assertSameBatches(recipe);
        assertSameBatches(recipe.dropLast(true));
    }

    @Test
    public void subsetsOfSubsetsShareTheirBytes() {
        Images all = images(3, 4, 5);
        Images some = all.subset(new int[] {10, 0, 7, 3, 7, 5});
        Images few = some.subset(new int[] {5, 0, 2, 1, 0});
        assertSameBatches(recipe(some, Augmentation.cropAndFlip(1)));
        assertSameBatches(recipe(few, Augmentation.cropAndFlip(1)));
        assertSameBatches(recipe(all.subset(new int[0]), Augmentation.NONE));
        try (NDManager manager = NDManager.newBaseManager()) {
            onDevice(manager, recipe(all, Augmentation.NONE), 0);
            List<NDArray> there = manager.getManagedArrays();
            onDevice(manager, recipe(some, Augmentation.NONE), 0);
            onDevice(manager, recipe(few, Augmentation.NONE), 0);
            assertEquals(manager.getManagedArrays().size(), there.size());
        }
    }

    /** 51 102 153 / 204 255 0 are 0.2 0.4 0.6 / 0.8 1 0; what a crop reads outside is black, and black becomes -1. */
    @Test
    public void aBatchWorkedOutByHand() {
        Images image = Tiny.images(new int[] {0}, 1, new byte[] {51, 102, (byte) 153, (byte) 204, (byte) 255, 0});
        Normalization half = new Normalization(List.of(0.5), List.of(0.5));
        Augmentation augmentation = Augmentation.cropAndFlip(1);
        int epoch = 0;
        while (!Draw.of(augmentation, SEED, epoch, 0).equals(new Draw(-1, 1, true))) {
            epoch++;
        }
        BatchPlan recipe = new BatchPlan(image, 1, SEED, augmentation, 0, half, false, null);
        try (NDManager manager = NDManager.newBaseManager();
                Batch batch = onDevice(manager, recipe, epoch).next()) {
            float[] numbers = batch.getData().singletonOrThrow().toFloatArray();
            // flipped: 0.6 0.4 0.2 / 0 1 0.8; one up: 0 1 0.8 / black; one to the right: black 0 1 / black
            assertEquals(numbers, new float[] {-1, -1, 1, -1, -1, -1});
        }
    }

    @Test
    public void aFrameIsBlackAroundEachImage() {
        // rows of 3 + 1, channels of (2 + 1) x 4 = 12, images of 12 after a black one
        DeviceLayout frame = DeviceLayout.of(new Shape(1, 2, 3), 1);
        assertEquals(frame.shape(2), new Shape(3, 1, 3, 4));
        assertEquals(frame.start(0, new Draw(0, 0, false)), 12);
        // one up is a row of 4 further on, one to the right a pixel back
        assertEquals(frame.start(1, new Draw(-1, 1, false)), 24 + 4 - 1);
        assertEquals(frame.start(1, new Draw(0, -1, true)), 24 + 2 - 1);
        assertEquals(frame.steps(), new long[] {0, 1, 2, 4, 5, 6, 0, -1, -2, 4, 3, 2});
    }

    @Test
    public void theBytesGoThereOnceForAllEpochs() {
        BatchPlan recipe = recipe(images(3, 4, 5), Augmentation.cropAndFlip(1));
        try (NDManager manager = NDManager.newBaseManager()) {
            onDevice(manager, recipe, 0);
            List<NDArray> there = manager.getManagedArrays();
            for (int epoch = 0; epoch < 20; epoch++) {
                onDevice(manager, recipe, epoch).forEachRemaining(Batch::close);
            }
            assertSameArrays(manager.getManagedArrays(), there);
        }
    }

    private static void assertSameArrays(List<NDArray> got, List<NDArray> wanted) {
        assertEquals(
                got.stream().map(NDArray::getUid).sorted().toList(),
                wanted.stream().map(NDArray::getUid).sorted().toList());
    }

    @Test
    public void aBatchOwnsItsTwoArraysAndLeavesNothing() {
        BatchPlan recipe = recipe(images(3, 4, 5), Augmentation.cropAndFlip(1));
        try (NDManager manager = NDManager.newBaseManager()) {
            BatchIterator batches = onDevice(manager, recipe, 0);
            int before = manager.getManagedArrays().size();
            while (batches.hasNext()) {
                try (Batch batch = batches.next()) {
                    assertEquals(batch.getManager().getManagedArrays().size(), 2);
                    assertEquals(manager.getManagedArrays().size(), before + 2);
                }
                assertEquals(manager.getManagedArrays().size(), before);
            }
        }
    }

    /** A batch may be held longer than the next one takes. */
    @Test
    public void aBatchStaysAsItIsWhenOthersAreMade() {
        BatchPlan recipe = recipe(images(3, 4, 5), Augmentation.cropAndFlip(1));
        try (NDManager manager = NDManager.newBaseManager()) {
            BatchIterator batches = onDevice(manager, recipe, 0);
            Batch first = batches.next();
            List<Integer> before = bits(first.getData().singletonOrThrow());
            batches.forEachRemaining(batch -> {});
            assertEquals(bits(first.getData().singletonOrThrow()), before);
        }
    }

    /** As a training does: each epoch's batches have a manager of their own, all of them below one. */
    @Test
    public void whatIsThereOutlivesAnEpochAndIsFreedWithTheBaseManager() {
        BatchPlan recipe = recipe(images(3, 4, 5), Augmentation.NONE);
        NDManager base = NDManager.newBaseManager();
        List<NDArray> there = List.of();
        for (int epoch = 0; epoch < 3; epoch++) {
            try (NDManager scope = base.newSubManager().newSubManager()) {
                onDevice(scope, recipe, epoch).forEachRemaining(Batch::close);
            }
            List<NDArray> now = base.getManagedArrays();
            assertFalse(now.isEmpty());
            assertEquals(Set.copyOf(now), Set.copyOf(epoch == 0 ? now : there));
            there = now;
        }
        base.close();
        assertTrue(there.stream().allMatch(NDArray::isReleased));
    }

    @Test
    public void severalThreadsPutItThereOnce() {
        BatchPlan recipe = recipe(images(3, 4, 5), Augmentation.cropAndFlip(1));
        try (NDManager manager = NDManager.newBaseManager();
                NDManager alone = NDManager.newBaseManager()) {
            onDevice(alone, recipe, 0);
            IntStream.range(0, 16).parallel().forEach(epoch -> onDevice(manager, recipe, epoch)
                    .forEachRemaining(Batch::close));
            assertEquals(
                    manager.getManagedArrays().size(), alone.getManagedArrays().size());
        }
    }

    @Test
    public void anArrayIsFoundByItsNameAndMadeOtherwise() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray one = DeviceResident.of(manager, "one", owner -> owner.create(1));
            assertSame(DeviceResident.of(manager, "one", owner -> owner.create(2)), one);
            NDArray other = DeviceResident.of(manager, "other", owner -> owner.create(2));
            assertNotSame(other, one);
            one.close();
            assertEquals(
                    DeviceResident.of(manager, "one", owner -> owner.create(3)).getInt(), 3);
        }
    }
}
