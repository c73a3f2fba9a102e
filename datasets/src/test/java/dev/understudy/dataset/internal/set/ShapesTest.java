package dev.understudy.dataset.internal.set;

import ai.djl.ndarray.types.Shape;
import dev.understudy.dataset.DataOptions;
import dev.understudy.dataset.Datasets;
import dev.understudy.dataset.Images;
import dev.understudy.dataset.Splits;
import dev.understudy.dataset.Tiny;
import dev.understudy.dataset.internal.digest.Checksum;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.testng.Assert;
import org.testng.annotations.Test;

public class ShapesTest {

    @Test
    public void theGeneratedBytesAreTheSameOnEveryMachine() {
        Assert.assertEquals(Shapes.generate(1, 200).fingerprint(), "d8eae379fb3969d6");
    }

    @Test
    public void theDefaultsAreFourThousandFiveHundredAndAThousand() {
        Splits splits = Datasets.open("shapes", DataOptions.defaults());
        Assert.assertEquals(splits.train().size(), 4_000);
        Assert.assertEquals(splits.validation().size(), 500);
        Assert.assertEquals(splits.test().size(), 1_000);
        Assert.assertEquals(splits.train().shape(), new Shape(3, 32, 32));
        Assert.assertEquals(splits.test().classNames().size(), 10);
        int[] hundreds = new int[10];
        Arrays.fill(hundreds, 100);
        Assert.assertEquals(Stratified.counts(splits.test()), hundreds);
    }

    @Test
    public void noImageOccursTwice() {
        Splits splits = Datasets.open("shapes", DataOptions.defaults().trainSize(500));
        Set<String> seen = new HashSet<>();
        for (Images images : new Images[] {splits.train(), splits.validation(), splits.test()}) {
            byte[] bytes = new byte[3072];
            for (int i = 0; i < images.size(); i++) {
                images.read(i, bytes, 0);
                seen.add(Checksum.sha256("").of(bytes).hex());
            }
        }
        Assert.assertEquals(seen.size(), 2_000);
    }

    @Test
    public void smallerSetsAreTheBeginningOfLargerOnes() {
        byte[] small = new byte[3072];
        byte[] large = new byte[3072];
        Shapes.generate(1, 20).read(19, small, 0);
        Shapes.generate(1, 300).read(19, large, 0);
        Assert.assertEquals(small, large);
    }

    @Test
    public void thereIsALimit() {
        Tiny.assertFails(
                () -> Datasets.open("shapes", DataOptions.defaults().trainSize(50_001)), "shapes", "50000", "50001");
    }

    @Test
    public void distancesAreThoseOfPlaneGeometry() {
        Figure square = Figure.ALL.get(1);
        // corners at distance 1 on the axes: the middle is sqrt(1/2) from every edge, (2, 0) is 1 from a corner
        Assert.assertEquals(square.distance(0, 0), -Math.sqrt(0.5), 1e-12);
        Assert.assertEquals(square.distance(2, 0), 1, 1e-12);
        Figure cross = Figure.ALL.get(4);
        Assert.assertEquals(cross.distance(0.8, 0.1), -0.2, 1e-12);
        Assert.assertEquals(cross.distance(0.5, 0.6), 0.2, 1e-12);
    }
}
