package dev.understudy.dataset.internal.batch;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import dev.understudy.dataset.Range;
import dev.understudy.dataset.ResizedCrop;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Parts of images and their resizing; the sums are those of torchvision 0.28 with Pillow 12.3. */
public final class ResizeTest {

    private static final int HEIGHT = 9;
    private static final int WIDTH = 8;

    private static byte[] image() {
        byte[] levels = new byte[3 * HEIGHT * WIDTH];
        for (int i = 0; i < levels.length; i++) {
            int y = i / WIDTH % HEIGHT;
            int x = i % WIDTH;
            levels[i] = (byte) (20 + (i / (HEIGHT * WIDTH) * 67 + y * 41 + x * 29 + y * x * 13) % 200);
        }
        return levels;
    }

    private static int[] resized(byte[] bytes, int channels, int height, int width, CropWindow part, boolean flipped) {
        Resize resize = new Resize(ResizedCrop.standard(), channels, height, width);
        resize.part(part);
        int[] levels = new int[channels * height * width];
        resize.read(bytes, bytes.length - levels.length, flipped, levels);
        return levels;
    }

    @DataProvider
    public static Object[][] parts() {
        return new Object[][] {
            {new CropWindow(0, 0, 9, 8), 2965932},
            {new CropWindow(2, 1, 5, 6), 2857910},
            {new CropWindow(8, 7, 1, 1), 4116312},
            {new CropWindow(0, 3, 9, 1), 2926440},
            {new CropWindow(3, 0, 2, 8), 3158714},
        };
    }

    /** Each level times its place, counted from 1. */
    @Test(dataProvider = "parts")
    public void isWhatPillowComputes(CropWindow part, long expected) {
        int[] levels = resized(image(), 3, HEIGHT, WIDTH, part, false);
        int[] mirrored = resized(image(), 3, HEIGHT, WIDTH, part, true);
        long sum = 0;
        for (int i = 0; i < levels.length; i++) {
            sum += (i + 1L) * levels[i];
            assertEquals(mirrored[i / WIDTH * WIDTH + WIDTH - 1 - i % WIDTH], levels[i]);
        }
        assertEquals(sum, expected);
    }

    /**
     * Of 0 100 200 40 the two in the middle, twice as wide: the new pixels' centres lie at 0.25, 0.75, 1.25 and 1.75, the
     * old ones' at 0.5 and 1.5. So 100; 3/4 100 + 1/4 200; 1/4 100 + 3/4 200; 200.
     */
    @Test
    public void aRowWorkedOutByHand() {
        byte[] row = {99, 99, 99, 99, 0, 100, (byte) 200, 40};
        CropWindow middle = new CropWindow(0, 1, 1, 2);
        assertEquals(resized(row, 1, 1, 4, middle, false), new int[] {100, 125, 175, 200});
        assertEquals(resized(row, 1, 1, 4, middle, true), new int[] {200, 175, 125, 100});
    }

    /** 10 over 21 in the middle of a column: 10, 10 + 11/4 = 12.75, 10 + 33/4 = 18.25, 21, rounded. */
    @Test
    public void aColumnWorkedOutByHand() {
        byte[] column = {0, 10, 21, 0};
        assertEquals(resized(column, 1, 4, 1, new CropWindow(1, 0, 2, 1), false), new int[] {10, 13, 18, 21});
    }

    @Test
    public void wherePartsDoNotFitTheyAreInTheMiddle() {
        Range usual = ResizedCrop.standard().ratio();
        // 8 : 4 is wider than 4 : 3: 4 * 4 / 3 = 5.33, so 5 wide, (8 - 5) / 2 from the left
        assertEquals(CropWindow.middle(usual, 4, 8), new CropWindow(0, 1, 4, 5));
        // 3 : 9 is narrower than 3 : 4: 3 / 0.75 = 4 high, (9 - 4) / 2 from above
        assertEquals(CropWindow.middle(usual, 9, 3), new CropWindow(2, 0, 4, 3));
        assertEquals(CropWindow.middle(usual, 7, 7), new CropWindow(0, 0, 7, 7));
        // 1 / 5 would be no pixel
        assertEquals(CropWindow.middle(new Range(5, 6), 3, 1), new CropWindow(1, 0, 1, 1));
        // A whole area of 64 three times as wide as high would be 13.9 wide: 8 / 3 = 2.67, so 3 high
        ResizedCrop tooWide = ResizedCrop.standard().scale(1, 1).ratio(3, 4);
        for (int i = 0; i < 20; i++) {
            assertEquals(window(tooWide, i, 8, 8), new CropWindow(2, 0, 3, 8));
        }
    }

    @Test
    public void partsHaveTheirShareAndRatioAndLieAnywhere() {
        ResizedCrop crop = ResizedCrop.standard().scale(0.25, 0.5).ratio(0.5, 2);
        int[] corners = new int[4];
        for (int i = 0; i < 4000; i++) {
            CropWindow window = window(crop, i, 100, 100);
            double share = window.height() * window.width() / 1e4;
            double ratio = (double) window.width() / window.height();
            assertTrue(share > 0.24 && share < 0.51, window.toString());
            assertTrue(ratio > 0.48 && ratio < 2.05, window.toString());
            assertTrue(window.top() >= 0 && window.top() + window.height() <= 100, window.toString());
            assertTrue(window.left() >= 0 && window.left() + window.width() <= 100, window.toString());
            boolean low = 2 * window.top() + window.height() > 100;
            boolean right = 2 * window.left() + window.width() > 100;
            corners[(low ? 2 : 0) + (right ? 1 : 0)]++;
        }
        for (int count : corners) {
            // 1000 expected, standard deviation 27
            assertEquals(count, 1000, 150);
        }
    }

    @Test
    public void theTiniestPartIsAPixel() {
        for (int i = 0; i < 20; i++) {
            CropWindow window = window(ResizedCrop.standard().scale(1e-12, 1e-12), i, 5, 5);
            assertEquals(window, new CropWindow(0, 0, 5, 5), "no pixel, so that the whole is taken");
            assertEquals(window(ResizedCrop.standard(), i, 1, 1), new CropWindow(0, 0, 1, 1));
        }
    }

    private static CropWindow window(ResizedCrop crop, int image, int height, int width) {
        return CropWindow.of(crop, height, width, new ImageRandom(image, ImageRandom.Purpose.RESIZED_CROP));
    }
}
