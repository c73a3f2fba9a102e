package dev.understudy.dataset;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset;
import ai.djl.translate.TranslateException;
import dev.understudy.dataset.internal.batch.Draw;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.testng.Assert;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

public class LabeledImageDatasetTest {
    private NDManager manager = NDManager.newBaseManager();

    @BeforeClass
    public void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterClass
    public void close() {
        manager.close();
    }

    private List<List<Float>> values(Dataset dataset) throws IOException, TranslateException {
        List<List<Float>> all = new ArrayList<>();
        for (Batch batch : dataset.getData(manager)) {
            List<Float> values = new ArrayList<>();
            for (float value : batch.getData().singletonOrThrow().toFloatArray()) {
                values.add(value);
            }
            all.add(values);
            batch.close();
        }
        return all;
    }

    private List<Object> indices(Dataset dataset) throws IOException, TranslateException {
        List<Object> all = new ArrayList<>();
        for (Batch batch : dataset.getData(manager)) {
            all.addAll(batch.getIndices());
            batch.close();
        }
        return all;
    }

    @Test
    public void aBatchHoldsFloatImagesLongLabelsAndIndices() {
        LabeledImageDataset dataset = LabeledImageDataset.of(Tiny.images(5, 3), 2);
        Assert.assertEquals(dataset.batchCount(), 3);
        int number = 0;
        for (Batch batch : dataset.getData(manager)) {
            int size = number < 2 ? 2 : 1;
            Assert.assertEquals(batch.getSize(), size);
            Assert.assertEquals(batch.getData().singletonOrThrow().getShape(), new Shape(size, 1, 2, 3));
            Assert.assertEquals(batch.getData().singletonOrThrow().getDataType(), DataType.FLOAT32);
            Assert.assertEquals(batch.getLabels().singletonOrThrow().getShape(), new Shape(size));
            Assert.assertEquals(batch.getLabels().singletonOrThrow().getDataType(), DataType.INT64);
            Assert.assertEquals(batch.getLabels().singletonOrThrow().toLongArray()[0], (2L * number) % 3);
            Assert.assertEquals(batch.getIndices().get(0), 2L * number);
            Assert.assertEquals(batch.getProgress(), Math.min(5, 2 * (number + 1)));
            Assert.assertEquals(batch.getProgressTotal(), 5);
            batch.close();
            number++;
        }
        Assert.assertEquals(number, 3);
    }

    @Test
    public void droppingTheLastLeavesOnlyFullBatches() throws Exception {
        LabeledImageDataset dataset =
                LabeledImageDataset.of(Tiny.images(5, 3), 2).dropLast(true);
        Assert.assertEquals(dataset.batchCount(), 2);
        Assert.assertEquals(indices(dataset), List.of(0L, 1L, 2L, 3L));
    }

    @Test
    public void anEmptySetGivesNoBatch() throws Exception {
        Images empty = Tiny.images(5, 3).subset(new int[0]);
        Assert.assertEquals(indices(LabeledImageDataset.of(empty, 2)), List.of());
    }

    @Test
    public void normalisationIsMeanAndDeviationOnTheScaleToOne() throws Exception {
        Images image = Tiny.images(new int[] {0}, 1, new byte[] {0, 51, 102, (byte) 153, (byte) 204, (byte) 255});
        Normalization half = new Normalization(List.of(0.5), List.of(0.25));
        // (0 - 0.5) / 0.25 = -2, (51 / 255 - 0.5) / 0.25 = (0.2 - 0.5) * 4 = -1.2, and so on in steps of 0.8
        List<Float> wanted = List.of(-2f, -1.2f, -0.4f, 0.4f, 1.2f, 2f);
        List<Float> got =
                values(LabeledImageDataset.of(image, 1).normalized(half)).get(0);
        for (int i = 0; i < 6; i++) {
            Assert.assertEquals(got.get(i), wanted.get(i), 1e-6f);
        }
    }

    @Test
    public void cropsAndFlipsAreThoseWorkedOutByHand() throws Exception {
        // 51 102 153 / 204 255 0 as tenths of 510: 0.2 0.4 0.6 / 0.8 1 0
        Images image = Tiny.images(new int[] {0}, 1, new byte[] {51, 102, (byte) 153, (byte) 204, (byte) 255, 0});
        assertDrawn(image, 0, 0, false, List.of(0.2f, 0.4f, 0.6f, 0.8f, 1f, 0f));
        assertDrawn(image, 0, 0, true, List.of(0.6f, 0.4f, 0.2f, 0f, 1f, 0.8f));
        assertDrawn(image, 1, 0, false, List.of(0f, 0f, 0f, 0.2f, 0.4f, 0.6f));
        assertDrawn(image, -1, 1, false, List.of(0f, 0.8f, 1f, 0f, 0f, 0f));
        assertDrawn(image, 0, -1, true, List.of(0.4f, 0.2f, 0f, 1f, 0.8f, 0f));
    }

    private void assertDrawn(Images image, int down, int right, boolean flipped, List<Float> wanted)
            throws IOException, TranslateException {
        Augmentation augmentation = Augmentation.cropAndFlip(1);
        int epoch = 0;
        while (!Draw.of(augmentation, 7, epoch, 0).equals(new Draw(down, right, flipped))) {
            epoch++;
        }
        LabeledImageDataset dataset =
                LabeledImageDataset.of(image, 1).shuffled(7).augmented(augmentation);
        Assert.assertEquals(values(dataset.at(epoch)), List.of(wanted));
    }

    @Test
    public void paddingBecomesWhatBlackBecomes() throws Exception {
        Images white = Tiny.images(new int[] {0}, 1, new byte[] {-1, -1, -1, -1, -1, -1});
        LabeledImageDataset dataset = LabeledImageDataset.of(white, 1)
                .augmented(Augmentation.crop(1))
                .normalized(new Normalization(List.of(0.5), List.of(0.5)));
        Set<Float> seen = new HashSet<>();
        for (int epoch = 0; epoch < 50; epoch++) {
            values(dataset.at(epoch)).forEach(seen::addAll);
        }
        Assert.assertEquals(seen, Set.of(-1f, 1f));
    }

    @Test
    public void everyPlaceAndBothSidesAreDrawnAboutEquallyOften() {
        Augmentation augmentation = Augmentation.cropAndFlip(4);
        int[] cells = new int[81];
        int flips = 0;
        for (int index = 0; index < 81_000; index++) {
            Draw draw = Draw.of(augmentation, 3, 5, index);
            cells[(draw.down() + 4) * 9 + draw.right() + 4]++;
            flips += draw.flipped() ? 1 : 0;
        }
        for (int count : cells) {
            // 1000 expected, standard deviation 32
            Assert.assertEquals(count, 1000, 160);
        }
        Assert.assertEquals(flips, 40_500, 700);
    }

    @Test
    public void anEpochIsTheSameEachTimeAndUnlikeOthersAndOtherSeeds() throws Exception {
        LabeledImageDataset dataset =
                LabeledImageDataset.of(Tiny.images(20, 3), 8).shuffled(1).augmented(Augmentation.cropAndFlip(1));
        Assert.assertEquals(values(dataset.at(3)), values(dataset.at(3)));
        Assert.assertNotEquals(values(dataset.at(3)), values(dataset.at(4)));
        Assert.assertNotEquals(values(dataset.at(3)), values(dataset.shuffled(2).at(3)));
        Assert.assertEquals(new HashSet<>(indices(dataset.at(3))).size(), 20);
    }

    @Test
    public void eachCallOfGetDataIsTheNextEpoch() throws Exception {
        LabeledImageDataset dataset =
                LabeledImageDataset.of(Tiny.images(20, 3), 8).shuffled(1);
        List<Object> first = indices(dataset.at(0));
        List<Object> second = indices(dataset.at(1));
        Assert.assertEquals(indices(dataset), first);
        Assert.assertEquals(indices(dataset), second);
        Assert.assertNotEquals(first, second);
    }

    @Test
    public void closingEachBatchLeavesNothingInTheManager() {
        try (NDManager own = manager.newSubManager()) {
            int before = own.getManagedArrays().size();
            for (Batch batch : LabeledImageDataset.of(Tiny.images(40, 3), 4).getData(own)) {
                Assert.assertEquals(batch.getManager().getManagedArrays().size(), 2);
                batch.close();
                Assert.assertEquals(own.getManagedArrays().size(), before);
            }
        }
    }

    @Test
    public void aBatchSplitsOverDevices() {
        for (Batch batch : LabeledImageDataset.of(Tiny.images(4, 3), 4).getData(manager)) {
            Batch[] parts = batch.split(new Device[] {Device.cpu(), Device.cpu()}, true);
            Assert.assertEquals(parts.length, 2);
            Assert.assertEquals(parts[1].getData().singletonOrThrow().getShape(), new Shape(2, 1, 2, 3));
            Assert.assertEquals(parts[1].getLabels().singletonOrThrow().toLongArray(), new long[] {2, 0});
            batch.close();
        }
    }

    @Test
    public void whatGoesWrongInTheBackgroundReachesTheConsumer() {
        DataException inner = new DataException("a.png: wanted an image, got none");
        Images broken = new Broken(Tiny.images(4, 2), inner);
        DataException e = Assert.expectThrows(DataException.class, () -> indices(LabeledImageDataset.of(broken, 2)));
        Assert.assertEquals(e.getMessage(), inner.getMessage());
        Assert.assertSame(e.getCause(), inner);
        RuntimeException other = new IllegalArgumentException("other");
        IllegalStateException wrapped = Assert.expectThrows(
                IllegalStateException.class,
                () -> indices(LabeledImageDataset.of(new Broken(Tiny.images(4, 2), other), 2)));
        Assert.assertTrue(wrapped.getCause() instanceof IllegalArgumentException, String.valueOf(wrapped));
        Assert.assertTrue(String.valueOf(wrapped.getMessage()).contains("other"), wrapped.getMessage());
    }

    /** Images that cannot be read. */
    private record Broken(Images all, RuntimeException failure) implements Images {
        @Override
        public int size() {
            return all.size();
        }

        @Override
        public Shape shape() {
            return all.shape();
        }

        @Override
        public List<String> classNames() {
            return all.classNames();
        }

        @Override
        public int label(int index) {
            return all.label(index);
        }

        @Override
        public void read(int index, byte[] into, int offset) {
            throw failure;
        }

        @Override
        public String fingerprint() {
            return all.fingerprint();
        }
    }

    @Test
    public void anAbandonedIterationLeavesOneThreadAtMost() {
        for (int i = 0; i < 100; i++) {
            var abandoned = LabeledImageDataset.of(Tiny.images(40, 3), 4)
                    .getData(manager)
                    .iterator();
            Assert.assertTrue(abandoned.hasNext());
        }
        long threads = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("understudy-batches"))
                .count();
        Assert.assertTrue(threads <= 1, threads + " threads");
    }

    @Test
    public void askingPastTheEndIsAnError() {
        var batches =
                LabeledImageDataset.of(Tiny.images(2, 2), 2).getData(manager).iterator();
        batches.next().close();
        Assert.assertFalse(batches.hasNext());
        Assert.assertThrows(NoSuchElementException.class, batches::next);
    }

    @Test
    public void settingsThatMakeNoSenseAreRefused() {
        LabeledImageDataset dataset = LabeledImageDataset.of(Tiny.images(2, 2), 2);
        Assert.assertThrows(IllegalArgumentException.class, () -> LabeledImageDataset.of(Tiny.images(2, 2), 0));
        Assert.assertThrows(IllegalArgumentException.class, () -> dataset.augmented(Augmentation.cropAndFlip(2)));
        Assert.assertThrows(IllegalArgumentException.class, () -> dataset.normalized(Normalization.none(3)));
        Assert.assertThrows(IllegalArgumentException.class, () -> dataset.at(-1));
        Assert.assertThrows(IllegalArgumentException.class, () -> Augmentation.cropAndFlip(-1));
    }

    @Test
    public void strongImagesKeepOrderAndLabelsAndAreDrawnApart() throws Exception {
        LabeledImageDataset weak =
                LabeledImageDataset.of(Tiny.images(40, 3), 8).shuffled(5).augmented(Augmentation.crop(1));
        LabeledImageDataset strong = weak.augmentedStrongly(RandAugment.standard());
        Assert.assertEquals(indices(strong.at(3)), indices(weak.at(3)));
        Assert.assertEquals(values(strong.at(3)), values(strong.at(3)), "an epoch is the same each time");
        Assert.assertNotEquals(values(strong.at(3)), values(weak.at(3)));
        Assert.assertNotEquals(values(strong.at(3)), values(strong.at(4)));
        Assert.assertNotEquals(strong.augmentedFingerprint(), weak.augmentedFingerprint());
        Assert.assertEquals(strong.fixedAugmentationCount(), 0);
        Assert.assertEquals(
                values(strong.fixedAugmentations(2).at(3)).size(),
                values(strong.fixedAugmentations(2).at(1)).size());
        Assert.assertThrows(IllegalArgumentException.class, () -> new RandAugment(0, true));
    }
}
