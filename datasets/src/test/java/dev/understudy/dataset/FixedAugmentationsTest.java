package dev.understudy.dataset;

import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.testng.Assert;
import org.testng.annotations.Test;

/** Augmentation that repeats. */
public class FixedAugmentationsTest {

    private static final LabeledImageDataset FRESH =
            LabeledImageDataset.of(Tiny.images(20, 3), 8).shuffled(5).augmented(Augmentation.cropAndFlip(1));

    /** The numbers of each image, by its index. */
    private static Map<Object, List<Float>> shown(Dataset dataset) throws IOException, TranslateException {
        Map<Object, List<Float>> shown = new HashMap<>();
        try (NDManager manager = NDManager.newBaseManager()) {
            for (Batch batch : dataset.getData(manager)) {
                float[] all = batch.getData().singletonOrThrow().toFloatArray();
                for (int i = 0; i < batch.getSize(); i++) {
                    Float[] each = new Float[6];
                    for (int j = 0; j < each.length; j++) {
                        each[j] = all[i * each.length + j];
                    }
                    shown.put(batch.getIndices().get(i), Arrays.asList(each));
                }
                batch.close();
            }
        }
        return shown;
    }

    private static List<Object> order(Dataset dataset) throws IOException, TranslateException {
        List<Object> order = new ArrayList<>();
        try (NDManager manager = NDManager.newBaseManager()) {
            for (Batch batch : dataset.getData(manager)) {
                order.addAll(batch.getIndices());
                batch.close();
            }
        }
        return order;
    }

    @Test
    public void anEpochShowsItsAugmentationInAnOrderOfItsOwn() throws Exception {
        LabeledImageDataset three = FRESH.fixedAugmentations(3);
        for (int epoch = 0; epoch < 7; epoch++) {
            Assert.assertEquals(shown(three.at(epoch)), shown(three.fixedAugmentation(epoch % 3)));
        }
        Assert.assertNotEquals(shown(three.at(0)), shown(three.at(1)));
        Assert.assertNotEquals(order(three.at(0)), order(three.at(3)));
        Assert.assertEquals(order(three.at(3)), order(FRESH.at(3)));
    }

    @Test
    public void theyAreTheSameForAllSeedsAndHoweverManyThereAre() throws Exception {
        LabeledImageDataset three = FRESH.fixedAugmentations(3);
        Assert.assertEquals(shown(three.shuffled(6).at(4)), shown(three.at(4)));
        Assert.assertEquals(shown(FRESH.fixedAugmentations(2).fixedAugmentation(1)), shown(three.fixedAugmentation(1)));
        Assert.assertEquals(FRESH.fixedAugmentations(2).augmentedFingerprint(), three.augmentedFingerprint());
        Assert.assertEquals(three.shuffled(6).augmentedFingerprint(), three.augmentedFingerprint());
    }

    @Test
    public void withoutThemEachEpochIsDrawnFromTheSeedAsBefore() throws Exception {
        Assert.assertEquals(shown(FRESH.fixedAugmentations(0).at(4)), shown(FRESH.at(4)));
        Assert.assertNotEquals(shown(FRESH.at(4)), shown(FRESH.at(1)));
        Assert.assertNotEquals(shown(FRESH.shuffled(6).at(4)), shown(FRESH.at(4)));
    }

    @Test
    public void eachIsInTheGivenOrderAndWhole() throws Exception {
        List<Object> order = order(FRESH.fixedAugmentations(2).dropLast(true).fixedAugmentation(1));
        Assert.assertEquals(order.size(), 20);
        for (int i = 0; i < 20; i++) {
            Assert.assertEquals(order.get(i), (long) i);
        }
    }

    @Test
    public void theyAreCounted() {
        Assert.assertEquals(FRESH.fixedAugmentationCount(), 0);
        Assert.assertEquals(FRESH.fixedAugmentations(4).fixedAugmentationCount(), 4);
        Assert.assertEquals(FRESH.augmented(Augmentation.NONE).fixedAugmentationCount(), 1);
        Assert.assertEquals(
                FRESH.augmented(Augmentation.NONE).fixedAugmentations(4).fixedAugmentationCount(), 1);
    }

    @Test
    public void batchesAreTheSameWithoutThoseBeforeThem() throws Exception {
        LabeledImageDataset two = FRESH.fixedAugmentations(2);
        Map<Object, List<Float>> parts = new HashMap<>();
        List<Object> order = new ArrayList<>();
        for (int batch = 0; batch < 3; batch++) {
            Dataset one = two.fixedAugmentation(1, batch, batch + 1);
            parts.putAll(shown(one));
            order.addAll(order(one));
        }
        Assert.assertEquals(parts, shown(two.fixedAugmentation(1)));
        Assert.assertEquals(order, order(two.fixedAugmentation(1)));
        Assert.assertEquals(order(two.fixedAugmentation(1, 1, 3)), order.subList(8, 20));
        Assert.assertEquals(order(two.fixedAugmentation(1, 2, 2)), List.of());
        Assert.assertThrows(IllegalArgumentException.class, () -> two.fixedAugmentation(1, 0, 4));
        Assert.assertThrows(IllegalArgumentException.class, () -> two.fixedAugmentation(1, 2, 1));
        Assert.assertThrows(IllegalArgumentException.class, () -> two.fixedAugmentation(1, -1, 1));
    }

    @Test
    public void theFingerprintTellsApartWhatIsShown() {
        LabeledImageDataset two = FRESH.fixedAugmentations(2);
        List<LabeledImageDataset> others = List.of(
                two,
                two.augmented(Augmentation.NONE),
                two.augmented(Augmentation.crop(1)),
                two.normalized(new Normalization(List.of(0.5), List.of(0.5))),
                LabeledImageDataset.of(Tiny.images(19, 3), 8).augmented(Augmentation.cropAndFlip(1)),
                LabeledImageDataset.of(Tiny.images(20, 3), 7).augmented(Augmentation.cropAndFlip(1)));
        HashSet<String> fingerprints = new HashSet<>();
        others.forEach(other -> fingerprints.add(other.augmentedFingerprint()));
        Assert.assertEquals(fingerprints.size(), others.size());
    }

    @Test
    public void thoseThatAreNotThereAreRefused() {
        Assert.assertThrows(IllegalArgumentException.class, () -> FRESH.fixedAugmentations(-1));
        Assert.assertThrows(IllegalArgumentException.class, () -> FRESH.fixedAugmentation(0));
        Assert.assertThrows(IllegalArgumentException.class, () -> FRESH.fixedAugmentations(2)
                .fixedAugmentation(2));
        Assert.assertThrows(IllegalArgumentException.class, () -> FRESH.fixedAugmentations(2)
                .fixedAugmentation(-1));
    }
}
