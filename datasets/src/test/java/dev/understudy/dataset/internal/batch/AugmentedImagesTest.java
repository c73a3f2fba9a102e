package dev.understudy.dataset.internal.batch;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.ndarray.types.Shape;
import dev.understudy.dataset.Augmentation;
import dev.understudy.dataset.ColorJitter;
import dev.understudy.dataset.Images;
import dev.understudy.dataset.Normalization;
import dev.understudy.dataset.RandAugment;
import dev.understudy.dataset.internal.set.MemoryImages;
import dev.understudy.dataset.internal.set.Shapes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Whole images, from what is drawn to their numbers. */
public final class AugmentedImagesTest {

    private static final long SEED = 5;

    private static Images image(int channels, int height, int width) {
        byte[] levels = new byte[channels * height * width];
        for (int i = 0; i < levels.length; i++) {
            int y = i / width % height;
            int x = i % width;
            levels[i] = (byte) (20 + (i / (height * width) * 67 + y * 41 + x * 29 + y * x * 13) % 200);
        }
        return new MemoryImages(new Shape(channels, height, width), List.of("one"), new int[1], List.of(levels), 0);
    }

    private static float[] numbers(BatchPlan plan, int epoch) {
        int size = Math.toIntExact(plan.images().size() * plan.images().shape().size());
        ByteBuffer buffer = ByteBuffer.allocateDirect(size * Float.BYTES).order(ByteOrder.nativeOrder());
        float[] numbers = new float[size];
        new BatchMaker(plan, epoch)
                .make(plan.order(epoch), buffer)
                .rewind()
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer()
                .get(numbers);
        return numbers;
    }

    private static BatchPlan plan(Images images, Augmentation augmentation, Normalization normalization) {
        return new BatchPlan(images, images.size(), SEED, augmentation, 0, normalization, false, null);
    }

    @DataProvider
    public static Object[][] images() {
        return new Object[][] {
            {image(3, 9, 8), new long[] {3324635, 3306047, 2994351, 3355594, 2379404, 2166481, 3571272, 3341498}},
            {image(1, 7, 5), new long[] {91567, 70292, 85582, 103849, 72433, 49730, 96758, 86274}},
            {image(3, 1, 1), new long[8]},
        };
    }

    /**
     * Resized crop, flip, jitter in its order and a square of zeros, by torchvision 0.28 with Pillow 12.3 from the same
     * random numbers, which were computed apart: the sum of each level times its place, counted from 1.
     */
    @Test(dataProvider = "images")
    public void isWhatTorchvisionComputesFromTheSameNumbers(Images images, long[] expected) {
        int channels = (int) images.shape().get(0);
        int pixels = (int) images.shape().size() / channels;
        Augmentation augmentation = Augmentation.resizedCrop()
                .flip(true)
                .colorJitter(ColorJitter.of(0.4).contrast(0.3).saturation(0.2).hue(0.1))
                .cutout((int) Math.min(3, images.shape().get(1)));
        for (int epoch = 0; epoch < expected.length; epoch++) {
            float[] numbers = numbers(plan(images, augmentation, Normalization.none(channels)), epoch);
            long sum = 0;
            for (int i = 0; i < numbers.length; i++) {
                long place = (long) i % channels * pixels + i / channels + 1;
                sum += place * Math.round(numbers[i] * 255);
            }
            assertEquals(sum, expected[epoch], "epoch " + epoch);
        }
    }

    /** A square of 2 about row 0 and column 3 covers rows -1 to 0 and columns 2 to 3; one of 3 rows -1 to 1, columns 2 to 4. */
    @Test
    public void squaresWorkedOutByHand() {
        assertEquals(cut(2, 0, 3), "..##/..../..../....");
        assertEquals(cut(3, 0, 3), "..##/..##/..../....");
        assertEquals(cut(1, 2, 0), "..../..../#.../....");
        // About row 3 and column 1: rows 1 to 4, columns -1 to 2
        assertEquals(cut(4, 3, 1), "..../###./###./###.");
    }

    /** What is cut out of 4 x 4 where the centre is so, as a picture. */
    private static String cut(int side, int row, int column) {
        Normalization half = new Normalization(List.of(0.5), List.of(0.5));
        BatchPlan plan = plan(image(1, 4, 4), Augmentation.NONE.cutout(side), half);
        int epoch = 0;
        while (!isDrawn(new ImageRandom(plan.image(epoch, 0), ImageRandom.Purpose.CUTOUT), row, column)) {
            epoch++;
        }
        float[] plain = numbers(plan(plan.images(), Augmentation.NONE, half), epoch);
        StringBuilder picture = new StringBuilder();
        float[] numbers = numbers(plan, epoch);
        for (int i = 0; i < numbers.length; i++) {
            picture.append(i > 0 && i % 4 == 0 ? "/" : "").append(numbers[i] == 0 ? '#' : '.');
            assertTrue(numbers[i] == 0 || numbers[i] == plain[i], "a pixel of the image");
        }
        return picture.toString();
    }

    private static boolean isDrawn(ImageRandom random, int row, int column) {
        return random.below(4) == row && random.below(4) == column;
    }

    @Test
    public void everyOrderOfTheFourComesAboutAsOften() {
        Map<String, Integer> orders = new HashMap<>();
        for (int i = 0; i < 24_000; i++) {
            int[] order = RandomColors.order(new ImageRandom(i, ImageRandom.Purpose.COLOR_JITTER));
            orders.merge(Arrays.toString(order), 1, Integer::sum);
        }
        assertEquals(orders.size(), 24);
        // 1000 expected, standard deviation 31
        orders.values().forEach(count -> assertEquals(count, 1000, 160));
    }

    /** Factors lie in their range, all alike. */
    @Test
    public void jitterDrawsFromItsRanges() {
        int[] brightness = new int[10];
        for (int i = 0; i < 10_000; i++) {
            // Brightness f makes 255 f of white, cut off to a whole number.
            Pixels white = new Pixels(1, 1, 1, new int[] {255});
            RandomColors.change(
                    white, ColorJitter.none().brightness(0.4), new ImageRandom(i, ImageRandom.Purpose.COLOR_JITTER));
            double factor = white.levels()[0] / 255.0;
            assertTrue(factor >= 0.595 && factor <= 1, "factor " + factor);
            brightness[(int) Math.min(9, (factor - 0.59) / 0.041)]++;
        }
        // Half of the factors are above 1, which is white.
        assertEquals(brightness[9], 5000 + 500, 400);
        for (int i = 0; i < 9; i++) {
            assertEquals(brightness[i], 500, 160, "tenth " + i);
        }
    }

    /** Of images of one channel neither saturation nor hue change anything, and the other draws are the same. */
    @Test
    public void greyImagesHaveNoColors() {
        Images grey = image(1, 7, 5);
        Normalization none = Normalization.none(1);
        ColorJitter jitter = ColorJitter.none().brightness(0.4).contrast(0.4);
        for (int epoch = 0; epoch < 20; epoch++) {
            float[] plain = numbers(plan(grey, Augmentation.crop(1), none), epoch);
            Augmentation colors = Augmentation.crop(1)
                    .colorJitter(ColorJitter.none().saturation(1).hue(0.5));
            assertEquals(numbers(plan(grey, colors, none), epoch), plain);
            assertEquals(
                    numbers(
                            plan(
                                    grey,
                                    Augmentation.crop(1)
                                            .colorJitter(jitter.saturation(0.4).hue(0.1)),
                                    none),
                            epoch),
                    numbers(plan(grey, Augmentation.crop(1).colorJitter(jitter), none), epoch));
        }
    }

    @DataProvider
    public static Object[][] before() {
        return new Object[][] {
            {Augmentation.cropAndFlip(4), 0, null, "8c3351380ee5a0b7"},
            {Augmentation.crop(4), 2, null, "73dae3964c517f44"},
            {Augmentation.cropAndFlip(4), 0, new RandAugment(1, false), "6da45a89fbb1453b"},
            {Augmentation.cropAndFlip(4), 0, RandAugment.standard(), "61a654e8a12deed9"},
            {Augmentation.cropAndFlip(4), 0, new RandAugment(5, true), "6a4a22a8a79ef890"},
        };
    }

    /** All bits of eight epochs of 40 images, as they were when there were crops, flips and strong views alone. */
    @Test(dataProvider = "before")
    public void whatIsNotChosenChangesNothing(Augmentation augmentation, int fixed, RandAugment strong, String bits) {
        Images images = Shapes.generate(1, 40);
        BatchPlan plan = plan(images, augmentation, Normalization.of(images)).fixedAugmentations(fixed);
        BatchPlan all = strong == null ? plan : plan.strong(strong);
        long hash = 0;
        for (int epoch = 0; epoch < 8; epoch++) {
            for (float number : numbers(all, epoch)) {
                hash = hash * 31 + Float.floatToRawIntBits(number);
            }
        }
        assertEquals(Long.toHexString(hash), bits);
    }
}
