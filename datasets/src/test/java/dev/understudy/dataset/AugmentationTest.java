package dev.understudy.dataset;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertThrows;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset;
import dev.understudy.dataset.internal.set.MemoryImages;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** What can be chosen, what identifies it, and that it depends on nothing but seed, epoch and image. */
public final class AugmentationTest {

    private static final int SIZE = 23;

    private static final Augmentation ALL = Augmentation.resizedCrop()
            .flip(true)
            .colorJitter(ColorJitter.of(0.4).hue(0.1))
            .randAugment(RandAugment.standard())
            .cutout(1);

    private static final Augmentation EXTREME = Augmentation.resizedCrop(
                    ResizedCrop.standard().scale(1e-9, 1).ratio(1e-6, 1e6))
            .flip(true)
            .colorJitter(ColorJitter.of(1e6).hue(0.5))
            .randAugment(new RandAugment(14, true))
            .cutout(1);

    private static LabeledImageDataset images(int channels, int height, int width, int batch) {
        byte[] bytes = new byte[SIZE * channels * height * width];
        new Random(3).nextBytes(bytes);
        Images images =
                new MemoryImages(new Shape(channels, height, width), List.of("one"), new int[SIZE], List.of(bytes), 0);
        List<Double> half = Arrays.asList(0.5, 0.5, 0.5).subList(0, channels);
        // No level is the mean, so that no number but those cut out is 0.
        return LabeledImageDataset.of(images, batch).shuffled(7).normalized(new Normalization(half, half));
    }

    /** The bits of each image, by its index. */
    private static Map<Long, List<Integer>> shown(Dataset dataset) throws Exception {
        Map<Long, List<Integer>> shown = new TreeMap<>();
        try (NDManager manager = NDManager.newBaseManager()) {
            for (Batch batch : dataset.getData(manager)) {
                float[] all = batch.getData().singletonOrThrow().toFloatArray();
                int each = all.length / batch.getSize();
                for (int i = 0; i < batch.getSize(); i++) {
                    Integer[] bits = new Integer[each];
                    for (int j = 0; j < each; j++) {
                        bits[j] = Float.floatToRawIntBits(all[i * each + j]);
                    }
                    shown.put((Long) batch.getIndices().get(i), List.of(bits));
                }
                batch.close();
            }
        }
        return shown;
    }

    @DataProvider
    public static Object[][] shapes() {
        return new Object[][] {{3, 7, 5}, {1, 5, 8}, {3, 1, 1}, {1, 1, 1}, {2, 1, 6}, {3, 16, 16}};
    }

    /** Batches of one are made on one thread, others on several. */
    @Test(dataProvider = "shapes")
    public void anImageIsTheSameInWhicheverBatch(int channels, int height, int width) throws Exception {
        for (Augmentation each : List.of(ALL, EXTREME)) {
            Map<Long, List<Integer>> alone =
                    shown(images(channels, height, width, 1).augmented(each).at(3));
            assertEquals(alone.size(), SIZE);
            for (int batch : new int[] {5, SIZE}) {
                LabeledImageDataset dataset =
                        images(channels, height, width, batch).augmented(each);
                assertEquals(shown(dataset.at(3)), alone);
                assertEquals(shown(dataset.at(2)).keySet(), alone.keySet());
                assertEquals(shown(dataset.at(3)), alone, "once more, after another epoch");
            }
            for (List<Integer> bits : alone.values()) {
                bits.forEach(number -> assertTrue(Float.isFinite(Float.intBitsToFloat(number))));
            }
        }
    }

    @Test
    public void epochsAndSeedsAndFixedAugmentationsAreKeptApart() throws Exception {
        LabeledImageDataset all = images(3, 16, 16, 8).augmented(ALL);
        assertNotEquals(shown(all.at(3)), shown(all.at(4)));
        assertNotEquals(shown(all.at(3)), shown(all.shuffled(8).at(3)));
        LabeledImageDataset two = all.fixedAugmentations(2);
        assertEquals(shown(two.at(3)), shown(two.fixedAugmentation(1)));
        assertEquals(shown(two.shuffled(8).at(5)), shown(two.at(1)));
        assertEquals(all.fixedAugmentationCount(), 0);
        assertEquals(images(3, 4, 4, 8).augmented(Augmentation.NONE.cutout(2)).fixedAugmentationCount(), 0);
        assertNotEquals(shown(all.augmentedStrongly(RandAugment.standard()).at(3)), shown(all.at(3)));
    }

    /** One more leaves what the others draw as it is. */
    @Test
    public void whatIsCutOutLeavesTheRest() throws Exception {
        for (Augmentation each : List.of(
                Augmentation.cropAndFlip(2),
                Augmentation.resizedCrop().colorJitter(ColorJitter.of(0.3)),
                Augmentation.crop(1).randAugment(new RandAugment(1, false)))) {
            Map<Long, List<Integer>> whole =
                    shown(images(3, 8, 8, 6).augmented(each).at(1));
            Map<Long, List<Integer>> cut =
                    shown(images(3, 8, 8, 6).augmented(each.cutout(4)).at(1));
            int zeros = 0;
            for (Map.Entry<Long, List<Integer>> image : cut.entrySet()) {
                List<Integer> before = Objects.requireNonNull(whole.get(image.getKey()));
                for (int i = 0; i < before.size(); i++) {
                    boolean zero = image.getValue().get(i) == 0;
                    zeros += zero ? 1 : 0;
                    assertTrue(zero || image.getValue().get(i).equals(before.get(i)));
                }
            }
            // Of 16 pixels in each channel (4/8, 3 x 4, 2 x 4 ... at the border) some lie outside.
            assertTrue(zeros > SIZE * 3 * 9 && zeros <= SIZE * 3 * 16, zeros + " zeros");
        }
    }

    @Test
    public void whatIsNotChosenIsNotNamed() {
        assertEquals(Augmentation.cropAndFlip(4).toString(), "Augmentation[padding=4, flip=true]");
        assertEquals(
                ALL.toString(),
                "Augmentation[padding=0, flip=true,"
                        + " resizedCrop=ResizedCrop[scale=Range[least=0.08, most=1.0],"
                        + " ratio=Range[least=0.75, most=1.3333333333333333]],"
                        + " colorJitter=ColorJitter[brightness=Range[least=0.6, most=1.4],"
                        + " contrast=Range[least=0.6, most=1.4], saturation=Range[least=0.6, most=1.4],"
                        + " hue=Range[least=-0.1, most=0.1]],"
                        + " randAugment=RandAugment[operations=2, square=true], cutout=1]");
        assertEquals(Augmentation.crop(0), Augmentation.NONE);
        assertEquals(Augmentation.NONE.colorJitter(ColorJitter.none().hue(0)), Augmentation.NONE);
        assertEquals(Augmentation.crop(2).flip(true), Augmentation.cropAndFlip(2));
        assertEquals(
                Augmentation.crop(2).flip(true).hashCode(),
                Augmentation.cropAndFlip(2).hashCode());
        assertFalse(Augmentation.crop(2).isFlipped());
        assertEquals(ColorJitter.of(3).brightness(), new Range(0, 4));
    }

    @Test
    public void whateverIsChosenIsToldApart() {
        List<Augmentation> others = List.of(
                Augmentation.NONE,
                Augmentation.crop(1),
                Augmentation.resizedCrop(),
                Augmentation.resizedCrop().flip(true),
                Augmentation.resizedCrop(ResizedCrop.standard().scale(0.1, 1)),
                Augmentation.resizedCrop(ResizedCrop.standard().ratio(1, 1)),
                Augmentation.NONE.cutout(2),
                Augmentation.NONE.cutout(3),
                Augmentation.NONE.randAugment(RandAugment.standard()),
                Augmentation.NONE.randAugment(new RandAugment(2, false)),
                Augmentation.NONE.colorJitter(ColorJitter.of(0.4)),
                Augmentation.NONE.colorJitter(ColorJitter.of(0.4).hue(0.1)),
                Augmentation.NONE.colorJitter(ColorJitter.none().brightness(new Range(0.5, 1))));
        Set<String> fingerprints = new HashSet<>();
        others.forEach(
                other -> fingerprints.add(images(3, 4, 4, 8).augmented(other).augmentedFingerprint()));
        assertEquals(fingerprints.size(), others.size());
    }

    private static String refusal(org.testng.Assert.ThrowingRunnable work) {
        return String.valueOf(expectThrows(IllegalArgumentException.class, work).getMessage());
    }

    @Test
    public void numbersOutOfTheirRangesAreRefused() {
        ResizedCrop crop = ResizedCrop.standard();
        ColorJitter none = ColorJitter.none();
        assertEquals(
                refusal(() -> crop.scale(0, 1)), "Wanted a share of the area above 0 and at most 1, got 0.0 to 1.0");
        assertEquals(
                refusal(() -> crop.scale(0.5, 1.1)),
                "Wanted a share of the area above 0 and at most 1, got 0.5 to 1.1");
        assertEquals(refusal(() -> crop.ratio(0, 1)), "Wanted a ratio of width to height above 0, got 0.0 to 1.0");
        assertEquals(
                refusal(() -> crop.ratio(2, 1)),
                "Wanted a range from a number to one as large or larger, got 2.0 to 1.0");
        assertEquals(refusal(() -> none.hue(0.6)), "Wanted a strength from 0 to 0.5 for hue, got 0.6");
        assertEquals(
                refusal(() -> none.hue(new Range(-0.6, 0))),
                "Wanted turns of the hue from -0.5 to 0.5, got -0.6 to 0.0");
        assertEquals(refusal(() -> none.contrast(-1)), "Wanted a strength of 0 or more for contrast, got -1.0");
        assertEquals(
                refusal(() -> none.saturation(new Range(-1, 2))),
                "Wanted factors of 0 or more for saturation, got -1.0 to 2.0");
        assertThrows(IllegalArgumentException.class, () -> none.brightness(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> new Range(0, Double.POSITIVE_INFINITY));
        assertEquals(
                refusal(() -> Augmentation.NONE.cutout(-1)),
                "Wanted a square of 0 (none) or more pixels to cut out, got -1");
        assertEquals(
                refusal(() -> images(3, 4, 6, 8).augmented(Augmentation.NONE.cutout(7))),
                "Wanted a square of at most 6 pixels to cut out, the side of the images, got 7");
    }
}
