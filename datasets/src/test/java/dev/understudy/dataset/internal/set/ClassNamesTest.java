package dev.understudy.dataset.internal.set;

import ai.djl.ndarray.types.Shape;
import dev.understudy.dataset.DataOptions;
import dev.understudy.dataset.Datasets;
import dev.understudy.dataset.Images;
import dev.understudy.dataset.Normalization;
import dev.understudy.dataset.Splits;
import dev.understudy.dataset.TestSplit;
import dev.understudy.dataset.Tiny;
import java.util.List;
import java.util.stream.IntStream;
import org.testng.Assert;
import org.testng.annotations.Test;

/** Sets of images whose classes have other names, or the same ones in another order. */
public class ClassNamesTest {

    private static Images named(int[] labels, String... names) {
        return new MemoryImages(new Shape(1, 1, 1), List.of(names), labels, List.of(new byte[labels.length]), 0);
    }

    @Test
    public void labelsFollowTheNames() {
        Images images = named(new int[] {0, 1, 2, 0}, "ant", "bee", "cat");
        Images relabelled = images.labelledAs(List.of("cat", "ant", "bee"));
        Assert.assertEquals(Tiny.labels(relabelled), new int[] {1, 2, 0, 1});
        Assert.assertEquals(relabelled.classNames(), List.of("cat", "ant", "bee"));
        Assert.assertNotEquals(relabelled.fingerprint(), images.fingerprint());
        Assert.assertSame(images.labelledAs(images.classNames()), images);
        Assert.assertEquals(Tiny.labels(relabelled.subset(new int[] {2, 0})), new int[] {0, 1});
    }

    @Test
    public void fewerClassesThanANetworkKnowsAreFine() {
        Images images = named(new int[] {0, 1}, "bee", "dog");
        Assert.assertEquals(Tiny.labels(images.labelledAs(List.of("ant", "bee", "cat", "dog"))), new int[] {1, 3});
    }

    @Test
    public void aClassThatANetworkDoesNotKnowIsNamed() {
        Images images = named(new int[] {0, 1}, "bee", "dog", "eel");
        Tiny.assertFails(() -> images.labelledAs(List.of("ant", "bee")), "classes ant, bee;", "images of dog");
        Assert.assertEquals(Tiny.labels(images.labelledAs(List.of("dog", "bee"))), new int[] {1, 0});
    }

    @Test
    public void capitalsAndNumbersAreOtherNames() {
        Images images = named(new int[] {0}, "0");
        Tiny.assertFails(() -> images.labelledAs(List.of("zero")), "images of 0");
        Tiny.assertFails(() -> named(new int[] {0}, "Cat").labelledAs(List.of("cat")), "images of Cat");
        Images composed = named(new int[] {0}, "\u00c4");
        Assert.assertEquals(Tiny.labels(composed.labelledAs(List.of("A\u0308"))), new int[] {0});
    }

    @Test
    public void splitsHaveTheSameClasses() {
        Images train = named(new int[] {0, 1}, "ant", "bee");
        Tiny.assertFails(
                () -> splits(train, named(new int[] {0, 1}, "ant", "cat")),
                "mine: wanted the classes of the training split in the test split",
                "bee not among them, got others: cat");
        Tiny.assertFails(() -> splits(train, named(new int[] {0, 1}, "bee", "ant")), "another order: class 0 is bee");
        Tiny.assertFails(() -> splits(train, named(new int[] {0, 1}, "ant", "bee", "cat")), "got others: cat");
        Tiny.assertFails(() -> splits(train, Tiny.images(2, 2)), "wanted the classes");
    }

    private static Splits splits(Images train, Images test) {
        return new Splits("mine", train, train.subset(new int[0]), test, Normalization.none(1));
    }

    @Test
    public void countsAreOneLineWhereTheyAreAlike() {
        Assert.assertEquals(
                Datasets.open("shapes", DataOptions.defaults()).lines(),
                List.of("Images (train + validation + test): 400 + 50 + 100 for each of 10 classes"));
    }

    @Test
    public void ofManyClassesTheOnesWithFewestAndMostAreNamed() {
        int[] labels = IntStream.range(0, 200).map(i -> Math.min(i / 10, 11)).toArray();
        Images images = Tiny.images(labels, 12, new byte[1200])
                .subset(IntStream.range(5, 200).toArray());
        Assert.assertEquals(
                new TestSplit("mine", images, List.of("a\nb")).lines(),
                List.of("Images (test): 12 classes, from class 0 5, to class 11 90", "a?b"));
    }
}
