package dev.understudy.dataset;

import dev.understudy.dataset.internal.set.SplitCutter;
import dev.understudy.dataset.internal.set.Stratified;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.testng.Assert;
import org.testng.annotations.Test;

public class SplitsTest {
    private static final Images OFFICIAL = Tiny.images(200, 4);
    private static final Images TEST = Tiny.images(8, 4);

    private static Splits cut(DataOptions options) {
        return SplitCutter.cut("tiny", OFFICIAL, TEST, options);
    }

    /** The images by their content, which is unlike for each label and index modulo 256. */
    private static List<String> contents(Images images) {
        String[] contents = new String[images.size()];
        byte[] bytes = new byte[6];
        for (int i = 0; i < contents.length; i++) {
            images.read(i, bytes, 0);
            contents[i] = images.label(i) + Arrays.toString(bytes);
        }
        return List.of(contents);
    }

    @Test
    public void theClassesAreInProportionInEverySplit() {
        Splits splits = cut(DataOptions.defaults().trainSize(40));
        Assert.assertEquals(Stratified.counts(splits.validation()), new int[] {5, 5, 5, 5});
        Assert.assertEquals(Stratified.counts(splits.train()), new int[] {10, 10, 10, 10});
    }

    @Test
    public void unevenClassesStayUneven() {
        int[] labels = new int[100];
        Arrays.fill(labels, 0, 20, 1);
        Images uneven = Tiny.images(labels, 2, new byte[600]);
        int[] order = Stratified.order(uneven, 5);
        for (int length = 5; length <= 100; length += 5) {
            int[] counts = Stratified.counts(uneven.subset(Stratified.first(order, length)));
            Assert.assertEquals(counts[1], length / 5.0, 1.0);
        }
    }

    @Test
    public void smallerTrainingPartsAreTheBeginningOfLargerOnes() {
        List<String> all = contents(cut(DataOptions.defaults()).train());
        Assert.assertEquals(all.size(), 180);
        for (int size : new int[] {1, 7, 100}) {
            List<String> part =
                    contents(cut(DataOptions.defaults().trainSize(size)).train());
            Assert.assertEquals(part, all.subList(0, size));
        }
    }

    @Test
    public void theValidationSplitIsTheSameForEverySeedAndSize() {
        List<String> first = contents(cut(DataOptions.defaults()).validation());
        Splits other = cut(DataOptions.defaults().seed(9).trainSize(10));
        Assert.assertEquals(contents(other.validation()), first);
        Assert.assertEquals(other.normalization(), cut(DataOptions.defaults()).normalization());
        Assert.assertNotEquals(
                contents(cut(DataOptions.defaults().seed(9)).train()),
                contents(cut(DataOptions.defaults()).train()));
    }

    @Test
    public void noImageIsInTwoSplits() {
        byte[] bytes = new byte[600];
        for (int i = 0; i < 100; i++) {
            bytes[6 * i] = (byte) i;
        }
        Splits splits =
                SplitCutter.cut("tiny", Tiny.images(new int[100], 1, bytes), Tiny.images(8, 1), DataOptions.defaults());
        Set<String> all = new HashSet<>(contents(splits.train()));
        all.addAll(contents(splits.validation()));
        Assert.assertEquals(all.size(), 100);
    }

    @Test
    public void theValidationSplitMayBeEmpty() {
        Splits splits = cut(DataOptions.defaults().validationSize(0));
        Assert.assertEquals(splits.validation().size(), 0);
        Assert.assertEquals(splits.train().size(), 200);
    }

    @Test
    public void askingForMoreThanThereIsSaysHowManyThereAre() {
        Tiny.assertFails(() -> cut(DataOptions.defaults().trainSize(181)), "tiny", "181", "180");
        Tiny.assertFails(() -> cut(DataOptions.defaults().validationSize(200)), "tiny", "200");
    }

    @Test
    public void optionsOutOfRangeAreNamed() {
        Tiny.assertFails(() -> DataOptions.defaults().trainSize(-1), "trainSize", "-1");
        Tiny.assertFails(() -> DataOptions.defaults().validationSize(-2), "validationSize", "-2");
        Tiny.assertFails(() -> DataOptions.defaults().size(0), "size", "got 0");
    }

    @Test
    public void anUnknownDatasetNamesThoseThereAre() {
        Tiny.assertFails(() -> Datasets.open("cifar", DataOptions.defaults()), "\"cifar\"", Datasets.names());
    }

    @Test
    public void theFingerprintFollowsContentLabelsAndOrder() {
        String whole = OFFICIAL.fingerprint();
        Assert.assertEquals(whole, Tiny.images(200, 4).fingerprint());
        Assert.assertTrue(whole.matches("[0-9a-f]{16}"), whole);
        Assert.assertNotEquals(whole, Tiny.images(200, 5).fingerprint());
        Assert.assertNotEquals(whole, Tiny.images(199, 4).fingerprint());
        String part = OFFICIAL.subset(new int[] {0, 1}).fingerprint();
        Assert.assertNotEquals(part, OFFICIAL.subset(new int[] {1, 0}).fingerprint());
    }

    @Test
    public void aSubsetShowsTheImagesAskedFor() {
        Images part = OFFICIAL.subset(new int[] {7, 2});
        Assert.assertEquals(Tiny.labels(part), new int[] {3, 2});
        byte[] bytes = new byte[8];
        part.read(0, bytes, 1);
        Assert.assertEquals(bytes, new byte[] {0, 70, 71, 72, 73, 74, 75, 0});
        Assert.assertThrows(IndexOutOfBoundsException.class, () -> OFFICIAL.subset(new int[] {200}));
    }

    @Test
    public void normalisationMeasuresMeanAndDeviation() {
        Images two = Tiny.images(new int[] {0, 0}, 1, new byte[] {0, 0, 0, 0, 0, 0, -1, -1, -1, -1, -1, -1});
        // half black, half white: mean 1/2, standard deviation sqrt(1/2 - 1/4) = 1/2
        Normalization half = Normalization.of(two);
        Assert.assertEquals(half.mean().get(0), 0.5, 1e-12);
        Assert.assertEquals(half.standardDeviation().get(0), 0.5, 1e-12);
        Assert.assertEquals(Normalization.of(two.subset(new int[] {1})).standardDeviation(), List.of(1.0));
    }
}
